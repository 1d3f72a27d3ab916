package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.call;
import static dev.tinybase.compile.Workshop.errors;
import static dev.tinybase.compile.Workshop.source;
import static dev.tinybase.compile.Workshop.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
  private Path folder;
  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path temp) throws IOException {
    folder = temp;
    workshop = new Workshop(temp);
    Files.createDirectories(temp.resolve("functions"));
  }

  @Test
  void the_lock_file_tells_versions_and_hashes_in_order() throws Exception {
    workshop.maven().add("acme:words:1.0", "Words", "words");
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi", "acme:words:1.0");
    var repository = "//REPOS acme=" + workshop.maven().url() + "\n";
    workshop.compile(
        source("z", repository + "//DEPS acme:words:1.0"),
        source("a", repository + "//DEPS acme:greeting:2.0, acme:words:1.0"));
    var libraries = Json.parse(Files.readString(workshop.lock())).path("libraries");
    assertThat(libraries.propertyNames())
        .containsExactly("acme:greeting:2.0, acme:words:1.0", "acme:words:1.0");
    var set = libraries.path("acme:greeting:2.0, acme:words:1.0");
    assertThat(set.propertyNames()).containsExactly("acme:greeting:2.0", "acme:words:1.0");
    assertThat(set.path("acme:greeting:2.0").asString())
        .isEqualTo(
            Sha256.hex(workshop.maven().root().resolve("acme/greeting/2.0/greeting-2.0.jar")));
    assertThat(workshop.lock().getParent()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void what_is_locked_and_here_needs_neither_repository_nor_network() throws Exception {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    workshop.compile(workshop.greeting("acme:greeting:2.0"));
    Workshop.delete(workshop.maven().root());
    Workshop.delete(folder.resolve("m2"));
    var changed = workshop.greeting("acme:greeting:2.0\n// another text");
    var made = workshop.fresh(true, InstantSource.system()).compile(List.of(), List.of(changed));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("hi");
    assertThat(folder.resolve("m2")).doesNotExist();
  }

  @Test
  void another_machine_gets_what_the_lock_file_says() throws Exception {
    workshop.maven().add("acme:words:1.0", "Words", "old");
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi", "acme:words:1.0");
    var source = workshop.greeting("acme:greeting:2.0");
    workshop.compile(source);
    workshop.maven().add("acme:words:1.5", "Words", "new");
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi", "acme:words:1.5");
    Workshop.delete(workshop.cache());
    Workshop.delete(folder.resolve("m2"));
    var locked = Files.readString(workshop.lock());
    var made = workshop.fresh().compile(List.of(), List.of(source));
    assertThat(unit(made, "greet").libraries()).hasSize(2);
    assertThat(Files.readString(workshop.lock())).isEqualTo(locked);
  }

  @Test
  void a_library_with_another_hash_is_an_error_that_says_how_to_accept_it() throws Exception {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    var source = workshop.greeting("acme:greeting:2.0");
    workshop.compile(source);
    workshop.maven().add("acme:greeting:2.0", "Greeting", "evil");
    Workshop.delete(workshop.cache());
    Workshop.delete(folder.resolve("m2"));
    assertThat(errors(workshop.fresh().compile(List.of(), List.of(source)), "greet"))
        .singleElement()
        .asString()
        .startsWith("functions/greet.java:2:8: acme:greeting:2.0 has the SHA-256 ")
        .contains("delete the entry \"acme:greeting:2.0\" from tinybase.lock");
    Files.delete(workshop.lock());
    var made = workshop.fresh().compile(List.of(), List.of(source));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("evil");
  }

  @Test
  void a_damaged_copy_is_fetched_again() throws Exception {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    var source = workshop.greeting("acme:greeting:2.0");
    var jar = unit(workshop.compile(source), "greet").libraries().getFirst();
    Files.writeString(jar, "damaged");
    var made = workshop.fresh().compile(List.of(), List.of(source));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("hi");
  }

  @Test
  void without_a_folder_of_functions_the_cache_keeps_the_lock() throws Exception {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    Files.delete(folder.resolve("functions"));
    unit(workshop.compile(workshop.greeting("acme:greeting:2.0")), "greet");
    assertThat(workshop.lock()).doesNotExist();
    Workshop.delete(workshop.maven().root());
    var made =
        workshop.fresh().compile(List.of(), List.of(workshop.greeting("acme:greeting:2.0\n")));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("hi");
  }

  @Test
  void a_damaged_lock_file_is_not_overwritten() throws Exception {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    Files.writeString(workshop.lock(), "{\n<<<<<<< HEAD\n");
    var made =
        workshop.compile(
            workshop.greeting("acme:greeting:2.0"), source("a", "int a() { return 1; }"));
    assertThat(errors(made, "greet"))
        .singleElement()
        .asString()
        .startsWith("functions/greet.java:2:8: tinybase.lock cannot be read: body: Invalid JSON")
        .contains("line 2");
    unit(made, "a");
    assertThat(workshop.lock()).content().contains("HEAD");
  }
}
