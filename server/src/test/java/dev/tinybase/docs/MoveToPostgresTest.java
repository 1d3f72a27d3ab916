package dev.tinybase.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.Programs;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data moves from SQLite to PostgreSQL by the commands that docs/deploy.md gives. */
class MoveToPostgresTest {
  private static final String HEADING = "## From SQLite to PostgreSQL";
  private static final String BEGIN = "```sh\n";

  @TempDir Path folder;

  @Test
  void accounts_collections_and_records_are_the_same_afterwards() throws Exception {
    Programs.need("sqlite3");
    Programs.need("psql");
    try (var _ = new ShellCommands(folder)) {
      move();
    }
  }

  private void move() throws Exception {
    Http.Reply before;
    try (var server = ServerProcess.start(folder, Map.of())) {
      var user = Http.at(server.base()).account("ada@example.com");
      makeNotes(server);
      var http = Http.at(server.base()).as(user);
      var made =
          http.post(
              "/api/collections/notes/records", "{\"data\": {\"text\": \"a \\\"note\\\", two\"}}");
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      before = http.get("/api/collections/notes/records");
      assertThat(before.json().path("total").intValue()).isOne();
      assertThat(server.terminate()).isEqualTo(143);
    }
    var url = Engine.POSTGRES.freshUrl();
    assertThat(bash(commands(), Map.of("TARGET", url)).exitValue()).isZero();
    try (var server = ServerProcess.start(folder, Map.of("TINYBASE_DB_URL", url))) {
      var ada = Http.at(server.base()).as(Http.at(server.base()).login("ada@example.com"));
      var after = ada.get("/api/collections/notes/records").json().path("records").get(0);
      var record = before.json().path("records").get(0);
      for (var member : List.of("id", "owner_id", "data", "created_at", "updated_at")) {
        assertThat(after.path(member)).as(member).isEqualTo(record.path(member));
      }
    }
  }

  /** As the operator of the machine, beside the server. */
  private void makeNotes(ServerProcess server) throws Exception {
    Files.writeString(
        folder.resolve("notes.json"),
        """
        {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "text", "type": "string"}]}}
        """);
    assertThat(bash("tinybase collections apply notes.json", Map.of()).exitValue())
        .as(server.log())
        .isZero();
  }

  private static String commands() throws IOException {
    var page = Files.readString(Terminal.repository().resolve("docs").resolve("deploy.md"));
    int begin = page.indexOf(BEGIN, page.indexOf(HEADING)) + BEGIN.length();
    return page.substring(begin, page.indexOf("```", begin));
  }

  private Process bash(String commands, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    var log = folder.resolve("bash.log").toFile();
    var process =
        builder
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    process.waitFor();
    assertThat(process.exitValue()).as(Files.readString(log.toPath())).isZero();
    return process;
  }
}
