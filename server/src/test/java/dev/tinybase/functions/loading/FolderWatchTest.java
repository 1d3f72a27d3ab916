package dev.tinybase.functions.loading;

import static dev.tinybase.testing.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running loader notices by itself. */
class FolderWatchTest {
  @TempDir Path directory;

  private LoaderWorld world;

  @BeforeEach
  void open() {
    world = new LoaderWorld(directory);
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
    until("one is gone", () -> world.names().isEmpty());
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
}
