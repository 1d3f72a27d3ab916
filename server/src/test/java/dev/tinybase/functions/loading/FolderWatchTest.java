package dev.tinybase.functions.loading;

import static dev.tinybase.testing.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running loader notices by itself. */
class FolderWatchTest {
  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private LoaderWorld world;

  @BeforeEach
  void open() {
    world = new LoaderWorld(directory, clock);
    world.loader.start();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_folder_that_is_made_later_is_found() {
    world.write("one", "1");
    until("one is there", () -> world.says("one").equals("1"));
  }

  @Test
  void saving_deleting_and_renaming_take_effect() throws Exception {
    world.write("one", "1");
    until("one is there", () -> world.says("one").equals("1"));
    world.write("one", "2");
    until("one is new", () -> world.says("one").equals("2"));
    var draft = world.folder.resolve(".one.java.swp");
    Files.writeString(draft, LoaderWorld.source("one", "3"));
    Files.move(draft, world.folder.resolve("one.java"), StandardCopyOption.ATOMIC_MOVE);
    until("one is renamed into its place", () -> world.says("one").equals("3"));
    world.delete("one.java");
    untilNoneIsLeft();
  }

  @Test
  void a_file_that_is_written_in_two_steps_is_live_in_the_end() throws Exception {
    world.write("one", "1");
    until("one is there", () -> world.says("one").equals("1"));
    var text = LoaderWorld.source("one", "whole");
    var file = world.folder.resolve("one.java");
    Files.writeString(file, text.substring(0, text.length() / 2));
    until("the half is seen", () -> !world.errors().isEmpty());
    assertThat(world.says("one")).isEqualTo("1");
    Files.writeString(file, text.substring(text.length() / 2), StandardOpenOption.APPEND);
    until("the whole is live", () -> world.says("one").equals("whole"));
    assertThat(world.errors()).isEmpty();
  }

  @Test
  void a_change_in_a_new_folder_of_lib_takes_effect() {
    world.put(
        "lib/shop/Money.java",
        "package shop; public class Money { public static int x() { return 1; } }");
    world.put(
        "price.java",
        "import dev.tinybase.sdk.*;\n@Register(name = \"price\") int price() { return shop.Money.x(); }\n");
    until("price is there", () -> world.names().contains("price"));
    world.put("lib/shop/Money.java", "package shop; public class Money { }");
    until("price misses it", () -> !world.errors().isEmpty());
  }

  @Test
  void a_file_that_is_deleted_and_written_anew_never_goes_away() throws Exception {
    world.write("one", "1");
    until("one is there", () -> world.says("one").equals("1"));
    for (int version = 2; version <= 4; version++) {
      world.delete("one.java");
      assertThatItStays("one", Duration.ofMillis(700));
      world.write("one", "" + version);
      var text = "" + version;
      until("one is new", () -> world.says("one").equals(text));
    }
    assertThat(world.errors()).isEmpty();
    world.delete("one.java");
    untilNoneIsLeft();
  }

  private void untilNoneIsLeft() {
    until(
        "all are gone",
        () -> {
          clock.advance(Duration.ofSeconds(1));
          return world.names().isEmpty();
        });
  }

  private void assertThatItStays(String name, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (end - System.nanoTime() > 0) {
      assertThat(world.names()).contains(name);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void a_folder_that_is_a_link_to_another_one_from_now_on_is_noticed() throws Exception {
    world.close();
    var link = directory.resolve("functions");
    for (var release : List.of("first", "second")) {
      var folder = Files.createDirectories(directory.resolve(release));
      Files.writeString(folder.resolve("one.java"), LoaderWorld.source("one", release));
    }
    Files.createSymbolicLink(link, directory.resolve("first"));
    world = new LoaderWorld(directory, clock);
    world.loader.start();
    assertThat(world.says("one")).isEqualTo("first");
    var next = Files.createSymbolicLink(directory.resolve("next"), directory.resolve("second"));
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    until("the other folder counts", () -> world.says("one").equals("second"));
    world.write("one", "edited");
    until("an edit there counts", () -> world.says("one").equals("edited"));
  }

  @Test
  void an_edit_that_keeps_size_and_time_has_another_stamp() throws Exception {
    world.write("one", "1");
    var file = world.folder.resolve("one.java");
    var folder = new SourceFolder(world.folder, 1_000_000);
    var time = FileTime.fromMillis(1_700_000_000_000L);
    Files.setLastModifiedTime(file, time);
    var before = folder.stamps();
    until(
        "the system's clock has gone on",
        () -> {
          world.write("one", "2");
          assertThat(file.toFile().setLastModified(time.toMillis())).isTrue();
          return !folder.stamps().equals(before);
        });
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
  }
}
