package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code backup} and {@code restore} as people type them. */
class BackupCommandTest {
  @TempDir Path folder;

  @Test
  void a_backup_is_made_for_its_owner_alone_checked_and_restored() throws IOException {
    command("init");
    var made = command("backup", "monday.zip");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).startsWith("Made monday.zip, ");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("monday.zip"))))
        .isEqualTo("rw-------");

    var sound = command("backup", "--verify", "monday.zip", "--json");
    assertThat(sound.out()).contains("\"integrity\" : \"ok\"", "\"users\" : 0");
    assertThat(command("backup", "--verify", "tinybase.toml").code()).isEqualTo(ExitCode.FAILED);
    assertThat(command("backup", "--verify", "none.zip").err()).contains("no file");

    var restored = command("restore", "monday.zip", "copy");
    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(restored.out()).contains("Next: cd copy && tinybase serve");
    assertThat(file("copy/tinybase.db")).exists();
    var again = command("restore", "monday.zip", "copy");
    assertThat(again.code()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).contains("tinybase.toml").contains("empty folder");
  }

  @Test
  void a_file_that_is_there_is_replaced_only_by_force() throws IOException {
    command("init");
    Files.writeString(file("monday.zip"), "precious");
    assertThat(command("backup", "monday.zip").err()).contains("--force");
    assertThat(file("monday.zip")).hasContent("precious");
    assertThat(command("backup", "monday.zip", "--force").code()).isZero();
    assertThat(command("backup", "--verify", "monday.zip").code()).isZero();
    assertThat(command("backup", ".").code()).isEqualTo(ExitCode.USAGE);
    var nowhere = command("backup", "none/monday.zip");
    assertThat(nowhere.code()).isEqualTo(ExitCode.FAILED);
    assertThat(nowhere.err()).contains("there is no such folder");
  }

  @Test
  void a_folder_with_half_a_restore_is_no_instance() throws IOException {
    command("init");
    Files.createDirectory(file(".restore"));
    assertThat(command("users", "list").err()).contains(".restore");
  }

  @Test
  void on_postgresql_the_rest_is_taken_and_the_command_for_the_data_is_said() {
    var url = "postgresql://shop:s3cret@db.example.org:5433/shop?currentSchema=app&sslmode=require";
    var made = postgres(url, "backup", "shop.zip");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.err())
        .contains(
            "pg_dump --format=custom --schema=app --file=shop.zip.dump"
                + " 'postgresql://shop@db.example.org:5433/shop?sslmode=require'")
        .doesNotContain("s3cret");
    assertThat(made.out()).doesNotContain("s3cret");
    var restored = postgres(url, "restore", "shop.zip", "copy");
    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(restored.err())
        .contains("pg_restore ", "postgresql://shop@db.example.org:5433/shop", "shop.zip.dump")
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @EnumSource
  void another_server_makes_one_which_comes_here_and_does_not_stay_there(Engine engine) {
    try (var server = TestServer.start(engine)) {
      var done =
          new CommandLineRun(folder)
              .with("TINYBASE_API_URL", server.uri("").toString())
              .with("TINYBASE_API_TOKEN", server.adminToken())
              .run("backup", "shop.zip");
      assertThat(done.code()).as(done.err()).isZero();
      assertThat(file("shop.zip")).exists();
      assertThat(command("backup", "--verify", "shop.zip").code()).isZero();
      assertThat(server.tinybase().backups().list()).isEmpty();
    }
  }

  private CommandLineRun.Result postgres(String url, String... arguments) {
    return new CommandLineRun(folder).with("TINYBASE_DATABASE_URL", url).run(arguments);
  }

  private CommandLineRun.Result command(String... arguments) {
    return new CommandLineRun(folder).run(arguments);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
