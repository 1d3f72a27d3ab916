package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Http;
import dev.tinybase.testing.InstalledPostgres;
import dev.tinybase.testing.Launch;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance on PostgreSQL is saved and brought back by the commands that a backup prints. */
class PostgresBackupTest {
  private static final String COLLECTION =
      """
      {"name": "notes", "label": "Notes", "schema": {"fields": [
        {"name": "title", "type": "string", "unique": true}, {"name": "price", "type": "decimal"}]}}
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
  void records_sessions_and_secrets_are_there_after_the_printed_commands() throws Exception {
    var source = Files.createDirectories(folder.resolve("source/functions")).getParent();
    var target = Files.createDirectory(folder.resolve("target"));
    Files.writeString(source.resolve("functions/measure_secret.java"), FUNCTION);
    try (var postgres = InstalledPostgres.start(folder)) {
      var path = postgres.programsFolder() + ":" + Launch.shim(folder).getParent();
      String session;
      String records;
      var old = environment(postgres.create("shop"), path);
      try (var server = ServerProcess.start(source, old)) {
        session = Http.at(server.base()).login("admin@example.com");
        records = fill(Http.at(server.base()).as(session));
        bash(source, old, printed(bash(source, old, "tinybase backup ../shop.zip"), "pg_dump "));
      }
      var empty = environment(postgres.create("copy"), path);
      var restored = bash(target, empty, "tinybase restore ../shop.zip");
      bash(target, empty, printed(restored, "pg_restore "));
      try (var server = ServerProcess.start(target, empty)) {
        var http = Http.at(server.base()).as(session);
        assertThat(http.get(Writers.RECORDS).text()).isEqualTo(records);
        assertThat(http.get("/api/auth/me").status()).isEqualTo(200);
        var measured = http.post("/api/functions/measure_secret", "{}").json();
        assertThat(measured.path("result").asInt(0)).as(measured.toString()).isEqualTo(18);
        var next = http.post(Writers.RECORDS, "{\"data\": {\"title\": \"a\", \"price\": 2}}");
        assertThat(next.text()).contains("not_unique");
      }
    }
  }

  private static String fill(Http http) {
    assertThat(http.post("/api/collections", COLLECTION).status()).isEqualTo(201);
    http.json("PUT", "/api/admin/secrets/API_KEY", "{\"value\": \"told in confidence\"}");
    for (var title : new String[] {"a", "ünder \\\"quotes\\\"", "c"}) {
      var data = "{\"data\": {\"title\": \"%s\", \"price\": \"12.50\"}}".formatted(title);
      assertThat(http.post(Writers.RECORDS, data).status()).isEqualTo(201);
    }
    return http.get(Writers.RECORDS).text();
  }

  private static Map<String, String> environment(String url, String path) {
    return Map.of(
        "TINYBASE_DATABASE_URL",
        url,
        "TINYBASE_AUTH_BCRYPT_COST",
        "4",
        "TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN",
        "true",
        "PATH",
        path + ":" + System.getenv("PATH"));
  }

  /** The line of an output that begins with this command. */
  private static String printed(String output, String command) {
    return output
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(command))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + command + "in\n" + output));
  }

  /** Runs a command and gives what it printed. */
  private static String bash(Path directory, Map<String, String> environment, String command)
      throws IOException, InterruptedException {
    var output = Files.createTempFile(directory, "bash", ".log");
    var builder = new ProcessBuilder("bash", "-c", command).directory(directory.toFile());
    builder.environment().putAll(environment);
    var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
      var text = Files.readString(output);
      assertThat(process.exitValue()).as(command + "\n" + text).isZero();
      Files.delete(output);
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}
