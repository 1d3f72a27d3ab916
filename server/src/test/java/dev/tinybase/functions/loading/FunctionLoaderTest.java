package dev.tinybase.functions.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionLoaderTest {
  @TempDir Path directory;

  private LoaderWorld world;

  @BeforeEach
  void open() {
    world = new LoaderWorld(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void without_a_folder_there_is_nothing() {
    assertThat(world.loader.reload())
        .isEqualTo(new LoadReport(List.of(), List.of(), List.of(), List.of()));
    assertThat(world.registry.list()).isEmpty();
  }

  @Test
  void all_files_are_loaded_but_tests_and_those_with_an_underscore() {
    world.write("one", "1");
    world.put(
        "two.java",
        LoaderWorld.source("two", "2")
            + "@dev.tinybase.sdk.Register(name = \"more\") void more() {}");
    world.put("_draft.java", "no Java");
    world.put("oneTest.java", "no Java");
    world.put("notes.txt", "no Java");
    world.put("deeper/three.java", "no Java");
    var report = world.loader.reload();
    assertThat(report.loaded()).containsExactly("functions/one.java", "functions/two.java");
    assertThat(report.failures()).isEmpty();
    assertThat(world.names()).containsExactly("more", "one", "two");
    assertThat(world.registry.find("one").orElseThrow().path()).isEqualTo("functions/one.java");
    assertThat(world.registry.find("one").orElseThrow().versionId()).isNull();
  }

  @Test
  void only_what_changed_is_loaded_anew_and_what_is_gone_is_removed() {
    world.write("one", "1");
    world.write("two", "2");
    world.write("three", "3");
    world.loader.reload();
    var one = world.registry.find("one").orElseThrow();
    world.write("two", "changed");
    world.delete("three.java");
    var report = world.loader.reload();
    assertThat(report.loaded()).containsExactly("functions/two.java");
    assertThat(report.unchanged()).containsExactly("functions/one.java");
    assertThat(report.removed()).containsExactly("functions/three.java");
    assertThat(world.registry.find("one").orElseThrow()).isEqualTo(one);
    assertThat(world.says("two")).isEqualTo("changed");
    assertThat(world.names()).containsExactly("one", "two");
  }

  @Test
  void a_broken_file_keeps_its_last_good_version_until_it_is_mended() {
    world.write("one", "good");
    world.loader.reload();
    world.put("one.java", LoaderWorld.source("one", "bad").replace("return", "retrn"));
    world.put(
        "two.java",
        "import dev.tinybase.sdk.*;\n\n@Register(name = \"two\")\nint two() { return nothing; }\n");
    var report = world.loader.reload();
    assertThat(world.says("one")).isEqualTo("good");
    assertThat(report.failures()).extracting(BrokenFile::path).contains("functions/two.java");
    assertThat(world.errors())
        .anyMatch(line -> line.startsWith("functions/two.java:4:") && line.contains("nothing"));
    world.put("one.java", "half a fi");
    world.loader.reload();
    assertThat(world.says("one")).isEqualTo("good");
    assertThat(world.loader.failures().getFirst().live()).isTrue();
    world.write("one", "mended");
    world.delete("two.java");
    assertThat(world.loader.reload().failures()).isEmpty();
    assertThat(world.says("one")).isEqualTo("mended");
    assertThat(world.names()).containsExactly("one");
  }

  @Test
  void a_stop_is_no_change_of_the_functions() {
    world.write("one", "1");
    world.loader.reload();
    var changes = new AtomicInteger();
    world.registry.onChange(changes::incrementAndGet);
    world.loader.close();
    assertThat(world.registry.list()).isEmpty();
    assertThat(changes).hasValue(0);
  }

  @Test
  void a_file_with_a_wrong_schedule_keeps_the_schedule_of_its_last_good_version() {
    world.put("often.java", often("every = \"5m\""));
    world.loader.reload();
    var schedules = world.registry.find("often").orElseThrow().signature().schedules();
    world.put("often.java", often("every = \"5 minutes\""));
    world.loader.reload();
    assertThat(world.errors())
        .singleElement()
        .asString()
        .startsWith("functions/often.java:5: ")
        .contains("is scheduled every '5 minutes'");
    assertThat(schedules).hasSize(1);
    assertThat(world.registry.find("often").orElseThrow().signature().schedules())
        .isEqualTo(schedules);
    try (var other = new LoaderWorld(directory)) {
      other.put("often.java", often("every = \"5m\""));
      other.loader.reload(); // from the cache of classes
      assertThat(other.registry.find("often").orElseThrow().signature().schedules())
          .isEqualTo(schedules);
    }
  }

  private static String often(String elements) {
    return """
    import dev.tinybase.sdk.*;

    @Register(name = "often")
    @Scheduled(%s)
    void often() {}
    """
        .formatted(elements);
  }

  @Test
  void a_name_that_two_files_declare_stays_with_the_one_that_had_it() {
    world.write("zebra", "had it");
    world.put(
        "zoo.java",
        LoaderWorld.source("zoo", "z")
            + "@dev.tinybase.sdk.Register(name = \"lion\") void lion() {}");
    world.loader.reload();
    world.write("lion", "came later");
    world.loader.reload();
    assertThat(world.registry.find("lion").orElseThrow().path()).isEqualTo("functions/zoo.java");
    assertThat(world.names()).containsExactly("lion", "zebra", "zoo");
    assertThat(world.errors())
        .singleElement()
        .asString()
        .contains("functions/lion.java", "functions/zoo.java", "'lion'");
    world.delete("zoo.java");
    assertThat(world.loader.reload().failures()).isEmpty();
    assertThat(world.says("lion")).isEqualTo("came later");
  }

  @Test
  void at_the_start_a_name_belongs_to_the_first_file() {
    world.write("lion", "first");
    world.put(
        "zoo.java",
        LoaderWorld.source("zoo", "z")
            + "@dev.tinybase.sdk.Register(name = \"lion\") void lion() {}");
    world.loader.reload();
    assertThat(world.registry.find("lion").orElseThrow().path()).isEqualTo("functions/lion.java");
    assertThat(world.names()).containsExactly("lion", "zoo");
    assertThat(world.errors()).singleElement().asString().contains("zoo.java", "lion.java");
  }

  @Test
  void bad_names_are_errors_that_take_nothing_else_down() throws Exception {
    world.write("good", "g");
    world.put("BadName.java", LoaderWorld.source("bad_name", "b"));
    world.put("class.java", LoaderWorld.source("class", "c"));
    world.put("copy.java", LoaderWorld.source("good", "copied"));
    world.put("empty.java", "void nothing() {}\n");
    Files.write(
        world.folder.resolve("latin.java"), "// \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    world.loader.reload();
    assertThat(world.names()).containsExactly("good");
    assertThat(world.says("good")).isEqualTo("g");
    assertThat(world.errors())
        .hasSize(5)
        .anyMatch(line -> line.contains("BadName.java") && line.contains("bad_name"))
        .anyMatch(line -> line.contains("class.java") && line.contains("reserved"))
        .anyMatch(line ->
            line.contains("functions/copy.java")
                && line.contains("must match filename")
                && line.contains("functions/good.java"))
        .anyMatch(line -> line.contains("empty.java") && line.contains("@Register"))
        .anyMatch(line -> line.contains("latin.java") && line.contains("UTF-8"));
  }

  @Test
  void a_change_of_lib_reloads_all_and_a_broken_lib_changes_nothing() {
    world.put(
        "lib/Money.java", "public class Money { public static String of() { return \"1\"; } }");
    world.put(
        "price.java",
        "import dev.tinybase.sdk.*;\n@Register(name = \"price\") String price() { return Money.of(); }\n");
    world.write("other", "o");
    world.loader.reload();
    assertThat(world.names()).containsExactly("other", "price");
    var before = world.registry.find("other").orElseThrow();
    world.put(
        "lib/Money.java", "public class Money { public static String of() { return \"2\"; } }");
    assertThat(world.loader.reload().loaded())
        .containsExactly("functions/other.java", "functions/price.java");
    var after = world.registry.find("other").orElseThrow();
    assertThat(after.entry()).isNotSameAs(before.entry());
    world.put("lib/Money.java", "public class Money { broken }");
    world.loader.reload();
    assertThat(world.errors())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("functions/lib/Money.java:1:"));
    assertThat(world.registry.find("price").orElseThrow().entry()).isNotNull();
    assertThat(world.names()).containsExactly("other", "price");
    world.put("lib/Money.java", "public class Money { public static int of() { return 3; } }");
    world.loader.reload();
    assertThat(world.errors()).singleElement().asString().startsWith("functions/price.java:2:");
  }

  @Test
  void a_deployed_version_hides_the_file_and_leaves_it_when_it_goes() {
    world.write("one", "file");
    world.put("lib/Word.java", "public class Word { public static final String IT = \"file\"; }");
    world.deployed =
        List.of(
            LoaderWorld.version("one", LoaderWorld.source("one", "deployed")),
            LoaderWorld.version(
                "lib/Word", "public class Word { public static final int IT = 1; }"),
            LoaderWorld.version(
                "two",
                "import dev.tinybase.sdk.*;\n@Register(name = \"two\") int two() { return Word.IT; }\n"));
    assertThat(world.loader.reload().failures()).isEmpty();
    assertThat(world.says("one")).isEqualTo("deployed");
    assertThat(world.registry.find("one").orElseThrow().versionId())
        .isEqualTo(world.deployed.getFirst().versionId());
    assertThat(world.loader.hidden())
        .containsEntry("one", "functions/one.java")
        .containsEntry("lib/Word", "functions/lib/Word.java");
    world.deployed = List.of();
    world.loader.deploymentsChanged();
    assertThat(world.says("one")).isEqualTo("file");
    assertThat(world.names()).containsExactly("one");
    assertThat(world.loader.hidden()).isEmpty();
  }

  @Test
  void a_trial_tells_what_would_break_and_changes_nothing() {
    world.write("one", "file");
    world.put("broken.java", "broken before");
    world.loader.reload();
    var good = LoaderWorld.version("one", LoaderWorld.source("one", "deployed"));
    var bad = LoaderWorld.version("two", "nonsense");
    var trial = world.loader.check(List.of(good, bad));
    assertThat(trial.failures()).extracting(BrokenFile::path).containsExactly("deployed/two.java");
    assertThat(trial.hides()).containsEntry("one", "functions/one.java");
    assertThat(world.says("one")).isEqualTo("file");
    assertThat(world.loader.failures())
        .extracting(BrokenFile::path)
        .containsExactly("functions/broken.java");
  }

  @Test
  void a_trial_is_no_milder_where_the_active_version_has_the_same_errors() {
    var active = LoaderWorld.version("one", "nonsense");
    world.deployed = List.of(active);
    world.loader.reload();
    var again = LoaderWorld.version("one", "nonsense");
    assertThat(world.loader.check(List.of(again)).failures())
        .extracting(BrokenFile::path)
        .containsExactly("deployed/one.java");
    assertThat(world.loader.check(List.of(active)).failures()).isEmpty();
  }

  @Test
  void a_file_is_closed_after_the_last_call_in_it() {
    world.write("one", "old");
    world.loader.reload();
    var old = world.registry.acquire("one").orElseThrow();
    world.write("one", "new");
    world.loader.reload();
    assertThat(old.uses().isClosed()).isFalse();
    assertThat(world.says("one")).isEqualTo("new");
    old.release();
    assertThat(old.uses().isClosed()).isTrue();
    assertThat(old.acquire()).isFalse();
    var now = world.registry.acquire("one").orElseThrow();
    assertThat(now.signature().description()).isEqualTo("new");
    now.release();
    assertThat(now.uses().isClosed()).isFalse();
  }
}
