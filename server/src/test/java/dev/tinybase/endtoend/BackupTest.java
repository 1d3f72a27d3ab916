package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.Launch;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups by a process of its own beside a server's that writes: what was acknowledged before is in
 * them, and a restored instance is the same one again.
 */
class BackupTest {
  private static final int WRITES_PER_SECOND = 1_000;

  private static final String COLLECTION =
      """
      {"name": "notes", "label": "Notes",
       "schema": {"fields": [
         {"name": "title", "type": "string", "required": true, "unique": true},
         {"name": "body", "type": "string", "required": true},
         {"name": "round", "type": "integer", "index": true},
         {"name": "changes", "type": "integer", "default": 0}]}}
      """;

  private static final String FUNCTION =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "measure_secret", auth = Auth.PUBLIC)
      int measure_secret(Context ctx) {
        return ctx.secret("API_KEY").length();
      }
      """;

  @TempDir Path folder;

  @Test
  void nothing_that_was_acknowledged_before_a_backup_is_lost_and_all_goes_on_after_a_restore(
      TestReporter reporter) throws IOException, InterruptedException {
    var source = Files.createDirectories(folder.resolve("source"));
    Files.createDirectories(source.resolve("functions"));
    Files.writeString(source.resolve("functions/measure_secret.java"), FUNCTION);
    String token;
    Map<String, Integer> before;
    try (var server = start(source)) {
      token = Http.at(server.base()).login("admin@example.com");
      var http = Http.at(server.base()).as(token);
      assertThat(http.post("/api/collections", COLLECTION).status()).isEqualTo(201);
      http.json("PUT", "/api/admin/secrets/API_KEY", "{\"value\": \"told in confidence\"}");
      try (var writer = PacedWriter.start(http, 1, WRITES_PER_SECOND)) {
        Eventually.until("records", () -> writer.soFar().size() > 300);
        before = writer.soFar();
        assertThat(run(source, "backup", "../by-command.zip")).isZero();
        var made = http.post("/api/admin/backups", "");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        int then = writer.soFar().size();
        Eventually.until("writes go on", () -> writer.soFar().size() > then + 300);
        reporter.publishEntry(
            "%,d writes a second: %,d records before the backup, %,d after it"
                .formatted(WRITES_PER_SECOND, before.size(), writer.soFar().size()));
        server.kill();
      }
    }
    var target = Files.createDirectories(folder.resolve("target"));
    assertThat(run(target, "restore", "../by-command.zip")).isZero();
    assertThat(Integrity.check(target.resolve("tinybase.db"))).isEqualTo("ok");
    try (var server = start(target)) {
      var http = Http.at(server.base()).as(token); // a session from before
      assertThat(http.get("/api/auth/me").status()).isEqualTo(200);
      var found = Writers.read(http, 1);
      before.forEach((title, changes) ->
          assertThat(found.getOrDefault(title, -1)).as(title).isGreaterThanOrEqualTo(changes));
      var answer = http.post("/api/functions/measure_secret", "{}").json();
      assertThat(answer.path("result").asInt(0)).as(answer.toString()).isEqualTo(18);
    }
  }

  @Test
  void a_backup_that_is_killed_leaves_no_file_that_looks_whole_and_the_next_one_works()
      throws IOException, InterruptedException {
    assertThat(run(folder, "init")).isZero();
    Files.createDirectories(folder.resolve("backups"));
    var process = command(folder, "backup", "backups/killed.zip").start();
    try {
      Eventually.until("a draft", () -> !drafts().isEmpty() || !process.isAlive());
    } finally {
      process.destroyForcibly().waitFor();
    }
    var killed = folder.resolve("backups/killed.zip");
    if (Files.exists(killed)) { // it was faster than the look: then it is whole
      assertThat(run(folder, "backup", "--verify", "backups/killed.zip")).isZero();
    } else {
      assertThat(run(folder, "backup", "backups/killed.zip")).isZero();
      assertThat(run(folder, "backup", "--verify", "backups/killed.zip")).isZero();
    }
  }

  private List<Path> drafts() {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve("backups"), ".tinybase-backup-*")) {
      files.forEach(found::add);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return found;
  }

  private static int run(Path directory, String... arguments)
      throws IOException, InterruptedException {
    var process = command(directory, arguments).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static ProcessBuilder command(Path directory, String... arguments) {
    return new ProcessBuilder(Launch.command(arguments))
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  private static ServerProcess start(Path directory) {
    return ServerProcess.start(
        directory,
        Map.of(
            "TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true",
            "TINYBASE_LOG_ACCESS", "false"));
  }
}
