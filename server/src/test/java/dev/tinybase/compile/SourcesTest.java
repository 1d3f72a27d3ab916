package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.call;
import static dev.tinybase.compile.Workshop.errors;
import static dev.tinybase.compile.Workshop.source;
import static dev.tinybase.compile.Workshop.unit;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code //SOURCES} brings along. */
class SourcesTest {
  private Path folder;
  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path temp) throws IOException {
    workshop = new Workshop(temp);
    folder = Files.createDirectories(temp.resolve("functions"));
  }

  private SourceFile file(String name, String text) {
    return new SourceFile(name, "functions/" + name + ".java", text, folder);
  }

  private void write(String path, String text) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void files_of_the_folder_and_what_they_name_are_compiled_along() throws Exception {
    write(
        "_tax.java",
        "//SOURCES util/Round.java\nclass Tax { static int of(int x) { return Round.up(x); } }");
    write("util/Round.java", "class Round { static int up(int x) { return x + 1; } }");
    var made =
        workshop.compile(
            file("a", "//SOURCES _tax.java\nint a() { return Tax.of(1); }"),
            file("b", "//SOURCES _tax.java, util/Round.java\nint b() { return Tax.of(2); }"));
    assertThat(call(unit(made, "a"), "a")).isEqualTo(2);
    assertThat(call(unit(made, "b"), "b")).isEqualTo(3);
    assertThat(unit(made, "a").classes()).containsExactly("Round", "Tax", "a");
  }

  @Test
  void a_change_of_such_a_file_is_a_change_of_those_that_name_it() throws Exception {
    var source = file("a", "//SOURCES Tax.java\nint a() { return Tax.RATE; }");
    write("Tax.java", "class Tax { static final int RATE = 19; }");
    var before = unit(workshop.compile(source), "a");
    write("Tax.java", "class Tax { static final int RATE = 7; }");
    var after = unit(workshop.compile(source), "a");
    assertThat(call(before, "a")).isEqualTo(19);
    assertThat(call(after, "a")).isEqualTo(7);
    assertThat(after.key()).isNotEqualTo(before.key());
  }

  @Test
  void errors_name_the_file_they_are_in() throws Exception {
    write("util/Tax.java", "class Tax {\n  int x = \"\";\n}");
    var made = workshop.compile(file("a", "//SOURCES util/Tax.java\nint a() { return 1; }"));
    assertThat(errors(made, "a"))
        .singleElement()
        .asString()
        .startsWith("functions/util/Tax.java:2:11: incompatible types");
  }

  @Test
  void nothing_outside_of_the_folder_is_read() throws Exception {
    Files.writeString(folder.resolveSibling("Secret.java"), "class Secret {}");
    Files.createSymbolicLink(folder.resolve("Link.java"), folder.resolveSibling("Secret.java"));
    var outside = "//SOURCES takes .java files of the same folder and below it";
    var made =
        workshop.compile(
            file("a", "//SOURCES ../Secret.java\n"),
            file("b", "//SOURCES " + folder.resolveSibling("Secret.java") + "\n"),
            file("c", "//SOURCES Link.java\n"),
            file("d", "//SOURCES Missing.java x.txt\n"),
            source("e", "//SOURCES Tax.java\n"));
    assertThat(errors(made, "a")).containsExactly("functions/a.java:1:11: " + outside);
    assertThat(errors(made, "b")).containsExactly("functions/b.java:1:11: " + outside);
    assertThat(errors(made, "c"))
        .containsExactly("functions/c.java:1:11: Link.java is too long, or is not in the folder");
    assertThat(errors(made, "d"))
        .containsExactly(
            "functions/d.java:1:11: there is no file Missing.java",
            "functions/d.java:1:24: " + outside);
    assertThat(errors(made, "e"))
        .containsExactly(
            "functions/e.java:1:11: //SOURCES works for files of a folder; this one was deployed and stands alone");
  }

  @Test
  void a_mark_at_the_beginning_of_a_file_is_no_error() throws Exception {
    var made = workshop.compile(source("a", "\uFEFFint a() { return 1; }"));
    assertThat(call(unit(made, "a"), "a")).isEqualTo(1);
  }
}
