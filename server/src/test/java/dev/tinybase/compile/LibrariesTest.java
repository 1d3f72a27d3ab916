package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.call;
import static dev.tinybase.compile.Workshop.errors;
import static dev.tinybase.compile.Workshop.source;
import static dev.tinybase.compile.Workshop.unit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path temp) throws IOException {
    workshop = new Workshop(temp);
    Files.createDirectories(temp.resolve("functions"));
  }

  @Test
  void a_library_comes_with_what_it_needs() throws Exception {
    workshop.maven().add("acme:words:1.0", "Words", "words 1.0");
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi", "acme:words:1.0");
    var made =
        workshop.compile(
            source(
                "greet",
                "//REPOS acme=%s\n//DEPS acme:greeting:2.0 // says hello\n"
                        .formatted(workshop.maven().url())
                    + "String greet() { return acme.Greeting.text() + acme.Words.text(); }"));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("hiwords 1.0");
    assertThat(unit(made, "greet").libraries()).hasSize(2);
  }

  @Test
  void a_bom_says_versions() throws Exception {
    workshop.maven().add("acme:greeting:3.1", "Greeting", "managed");
    workshop.maven().addBom("acme:versions:1.0", "acme:greeting:3.1");
    var made = workshop.compile(workshop.greeting("acme:versions:1.0@pom acme:greeting"));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("managed");
    var unknown = workshop.compile(workshop.greeting("acme:versions:1.0@pom acme:other"));
    assertThat(errors(unknown, "greet"))
        .containsExactly(
            "functions/greet.java:2:30: no BOM among the //DEPS has a version for acme:other");
  }

  @Test
  void shared_files_bring_their_libraries_along() throws Exception {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    var lib =
        new SourceFile(
            "lib/Base",
            "functions/lib/Base.java",
            "//REPOS %s\n//DEPS acme:greeting:2.0\npublic class Base {}"
                .formatted(workshop.maven().url()),
            null);
    var made =
        workshop
            .compiler()
            .compile(
                List.of(lib), List.of(source("a", "String a() { return acme.Greeting.text(); }")));
    var unit = unit(made, "a");
    assertThat(unit.libraries()).isEmpty();
    assertThat(requireNonNull(unit.shared()).libraries()).hasSize(1);
    assertThat(call(unit, "a")).isEqualTo("hi");
  }

  @Test
  void a_library_shows_its_resources() throws Exception {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    var unit = unit(workshop.compile(workshop.greeting("acme:greeting:2.0")), "greet");
    try (var loader = UnitClassLoader.of(unit, UnitClassLoader.sdk());
        var in = loader.getResourceAsStream("acme/Greeting.class")) {
      assertThat(requireNonNull(in).readAllBytes()).isNotEmpty();
    }
  }

  @Test
  void a_plugin_of_the_compiler_in_a_library_is_not_run(@TempDir Path folder) throws Exception {
    var jar = folder.resolve("plugin.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("META-INF/services/com.sun.source.util.Plugin"));
      out.write("acme.NoSuchPlugin".getBytes(UTF_8));
    }
    workshop.maven().addJar("acme:plugin:1.0", jar);
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi", "acme:plugin:1.0");
    var made = workshop.compile(workshop.greeting("acme:greeting:2.0"));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("hi");
    var again = workshop.compile(workshop.greeting("acme:greeting:2.0 // once more"));
    assertThat(call(unit(again, "greet"), "greet")).isEqualTo("hi");
  }
}
