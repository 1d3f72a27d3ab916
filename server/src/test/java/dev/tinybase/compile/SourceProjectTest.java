package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.compile.CompileResult.Broken;
import dev.tinybase.compile.CompileResult.Unit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceProjectTest {
  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path temp) {
    workshop = new Workshop(temp);
  }

  @Test
  void files_see_each_other_in_packages_and_without() throws Exception {
    var built =
        compile(
            "",
            List.of(),
            file(
                "src/acme/Words.java",
                "package acme; public class Words { public static String of() { return \"hi\"; } }"),
            file(
                "src/Helper.java",
                "class Helper { static String twice() { return acme.Words.of() + acme.Words.of(); } }"),
            file(
                "app.java",
                "//SOURCES src/Helper.java\nString greet() { return Helper.twice(); }"));
    var unit = (Unit) built.result();
    assertThat(unit.classes()).containsExactlyInAnyOrder("acme.Words", "Helper", "app");
    assertThat(call(unit, "greet")).isEqualTo("hihi");
    assertThat(built.lock()).isEmpty();
  }

  @Test
  void errors_of_all_files_are_told_at_once_with_their_places() {
    var built =
        compile(
            "",
            List.of(),
            file("src/acme/A.java", "package acme;\nclass A { int a() { return \"\"; } }"),
            file("src/B.java", "class B { Missing b; }"));
    assertThat(((Broken) built.result()).diagnostics())
        .extracting(Diagnostic::toString)
        .anyMatch(it -> it.startsWith("src/acme/A.java:2:"))
        .anyMatch(it -> it.startsWith("src/B.java:1:"));
  }

  @Test
  void what_was_compiled_before_needs_no_compiler() {
    var sources = file("app.java", "String greet() { return \"hi\"; }");
    var first = (Unit) compile("", List.of(), sources).result();
    try (var again = workshop.fresh()) {
      var unit = (Unit) again.compile(project("", List.of(), sources)).result();
      assertThat(unit.jar()).isEqualTo(first.jar());
    }
  }

  @Test
  void libraries_of_manifest_and_sources_are_locked_together() throws Exception {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    workshop.maven().add("acme:words:1.0", "Words", "words");
    var app =
        file(
            "app.java",
            "//REPOS acme=%s\n//DEPS acme:words:1.0\n".formatted(workshop.maven().url())
                + "String greet() { return acme.Greeting.text() + acme.Words.text(); }");
    var built = compile("", List.of("acme:greeting:2.0"), app);
    assertThat(call((Unit) built.result(), "greet")).isEqualTo("hiwords");
    assertThat(built.lock()).contains("acme:greeting:2.0").contains("acme:words:1.0");
    assertThat(Files.exists(workshop.lock())).isFalse();

    var lock =
        built
            .lock()
            .replaceAll(
                "(acme:words:1.0\" : \"|acme:words:1.0\": \")[0-9a-f]{64}", "$1" + "0".repeat(64));
    var locked = compile(lock, List.of("acme:greeting:2.0"), app);
    assertThat(((Broken) locked.result()).diagnostics().getFirst().message())
        .contains("acme:words:1.0 has the SHA-256");
  }

  @Test
  void a_dependency_that_cannot_be_had_is_told_of_the_manifest() {
    var built = compile("", List.of("nonsense"), file("app.java", "void a() {}"));
    assertThat(((Broken) built.result()).diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "extension.toml: \"nonsense\" is not group:artifact:version[:classifier][@jar or @pom]");
  }

  @Test
  void a_damaged_lock_is_refused() {
    assertThatThrownBy(() -> compile("[]", List.of(), file("app.java", "void a() {}")))
        .hasMessageContaining("cannot be read");
  }

  private SourceProject.Built compile(String lock, List<String> wanted, SourceFile... sources) {
    return workshop.compiler().compile(project(lock, wanted, sources));
  }

  private static SourceProject project(String lock, List<String> wanted, SourceFile... sources) {
    return new SourceProject("app", List.of(sources), wanted, "extension.toml", lock);
  }

  private static SourceFile file(String path, String text) {
    return new SourceFile(path.substring(0, path.length() - 5), path, text, null);
  }
}
