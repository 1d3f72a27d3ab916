package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.call;
import static dev.tinybase.compile.Workshop.source;
import static dev.tinybase.compile.Workshop.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.testing.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  private static final SourceFile HELLO = source("hello", "int hello() { return 1; }");

  private Path folder;
  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path temp) {
    folder = temp;
    workshop = new Workshop(temp);
  }

  @Test
  void a_second_start_needs_no_compiler_and_no_maven() throws Exception {
    var maven = new MavenFolder(folder.resolve("repository"));
    maven.add("acme:greeting:1.0", "Greeting", "hi");
    Files.createDirectories(folder.resolve("functions"));
    assertThat(new Restart(folder).applyAsInt(maven.url())).isEqualTo(101);
    var loader = new WithoutCompiler();
    var restart = restart(loader);
    assertThat(restart.applyAsInt(maven.url())).isEqualTo(101);
    assertThat(loader.asked()).isFalse();
    Files.delete(workshop.lock());
    assertThatThrownBy(() -> restart.applyAsInt(maven.url())).isInstanceOf(LinkageError.class);
    assertThat(loader.asked()).isTrue();
  }

  @SuppressWarnings("unchecked")
  private ToIntFunction<String> restart(ClassLoader loader) throws ReflectiveOperationException {
    var type = loader.loadClass(Restart.class.getName());
    assertThat(type).isNotSameAs(Restart.class);
    return (ToIntFunction<String>) type.getConstructor(Path.class).newInstance(folder);
  }

  @Test
  void the_same_source_has_the_same_key_and_jar() throws Exception {
    var first = unit(workshop.compile(HELLO), "hello");
    var bytes = Files.readAllBytes(first.jar());
    var second = unit(workshop.fresh().compile(List.of(), List.of(HELLO)), "hello");
    assertThat(second).isEqualTo(first);
    Files.delete(first.jar());
    assertThat(unit(workshop.compile(HELLO), "hello")).isEqualTo(first);
    assertThat(first.jar()).hasBinaryContent(bytes);
    assertThat(first.jar().getParent()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void a_damaged_jar_is_made_again() throws Exception {
    var unit = unit(workshop.compile(HELLO), "hello");
    var whole = Files.readAllBytes(unit.jar());
    for (int at = 0; at < whole.length; at += 67) {
      var damaged = whole.clone();
      damaged[at] ^= 0x55;
      Files.write(unit.jar(), damaged);
      var again = unit(workshop.fresh().compile(List.of(), List.of(HELLO)), "hello");
      assertThat(again.classes()).containsExactly("hello");
      assertThat(call(again, "hello")).isEqualTo(1);
    }
    Files.write(unit.jar(), Arrays.copyOf(whole, whole.length / 2));
    assertThat(call(unit(workshop.fresh().compile(List.of(), List.of(HELLO)), "hello"), "hello"))
        .isEqualTo(1);
  }

  @Test
  void a_damaged_sdk_is_made_again() throws Exception {
    workshop.compile(HELLO);
    try (var files = Files.list(workshop.cache().resolve("sdk"))) {
      var sdk = files.toList();
      assertThat(sdk).hasSize(1);
      Files.writeString(sdk.getFirst(), "damaged");
    }
    var text = "import dev.tinybase.sdk.Context;\nint a(Context context) { return 1; }";
    unit(workshop.fresh().compile(List.of(), List.of(source("a", text))), "a");
  }

  @Test
  void what_nobody_uses_for_a_month_goes() throws Exception {
    var used = unit(workshop.compile(HELLO), "hello");
    var unused = unit(workshop.compile(source("old", "int old() { return 1; }")), "old");
    var later = InstantSource.offset(InstantSource.system(), Duration.ofDays(31));
    workshop
        .fresh(true, later)
        .compile(List.of(), List.of(HELLO, source("new", "int neu() { return 1; }")));
    assertThat(used.jar()).exists();
    assertThat(unused.jar()).doesNotExist();
  }

  @Test
  void the_number_of_files_is_bounded() throws Exception {
    var shelf = new CacheFolder(folder, InstantSource.system());
    var files = IntStream.range(0, 5_010).mapToObj(i -> folder.resolve("f" + i)).toList();
    var now = InstantSource.system().instant();
    for (int i = 0; i < files.size(); i++) {
      Files.createFile(files.get(i));
      Files.setLastModifiedTime(files.get(i), FileTime.from(now.minusSeconds(i)));
    }
    shelf.sweep();
    assertThat(files.get(4_999)).exists();
    assertThat(files.get(5_000)).doesNotExist();
  }

  @Test
  void what_this_process_has_loaded_stays() throws Exception {
    var now = new AtomicReference<>(Instant.now());
    var compiler = workshop.fresh(true, now::get);
    var hello = unit(compiler.compile(List.of(), List.of(HELLO)), "hello");
    now.set(now.get().plus(Duration.ofDays(60)));
    compiler.compile(List.of(), List.of(source("new", "int neu() { return 1; }")));
    assertThat(hello.jar()).exists();
  }

  @Test
  void a_java_without_a_compiler_is_named_as_the_reason() throws Exception {
    var command = Launch.command(Restart.class, folder.toString());
    command.addAll(1, List.of("--limit-modules", "java.se,jdk.unsupported"));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.inputReader()) {
      assertThat(out.readAllAsString())
          .contains("has no compiler; start TinyBase with a JDK, 25 or newer");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_cache_that_cannot_be_written_is_told() throws IOException {
    Files.writeString(workshop.cache(), "a file");
    assertThatThrownBy(() -> workshop.compile(HELLO))
        .hasMessageContaining("make the folder writable");
  }
}
