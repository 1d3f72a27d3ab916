package dev.tinybase.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Commands of a folder without a database, which work on a server that is named by {@code --env}.
 */
@ParameterizedClass
@EnumSource(Engine.class)
class RemoteCommandsTest {
  private static final String PLACES =
      """
      {"name": "places", "label": "Places",
       "schema": {"fields": [
         {"name": "name", "type": "string", "required": true, "unique": true},
         {"name": "population", "type": "integer", "min": 0}]}}
      """;

  @TempDir Path directory;

  private final TestServer server;

  RemoteCommandsTest(Engine engine) {
    server = TestServer.start(engine);
  }

  @BeforeEach
  void name_the_server() throws IOException {
    write(
        "tinybase.toml",
        """
        [environments.there]
        api_url = "http://127.0.0.1:%d"
        """
            .formatted(server.port()));
    server.post(server.adminToken(), "/api/collections", PLACES);
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(directory.resolve("tinybase.db")).as("no database was made here").doesNotExist();
  }

  @Test
  void records_go_there_and_come_back_in_every_format() throws IOException {
    write("a.csv", "name,population\nRome,1\n\"a\nb\",2\n");
    assertThat(ok("import", "places", "a.csv").out()).contains("2 inserted", "0 failed");
    write("b.ndjson", "{\"name\": \"Rome\", \"population\": 7}\n");
    assertThat(ok("import", "places", "b.ndjson", "--mode", "upsert", "--on", "name").out())
        .contains("0 inserted, 1 updated");
    assertThat(ok("export", "places").out().lines()).hasSize(2);
    for (var file : new String[] {"all.csv", "all.json", "all.ndjson", "all.ndjson.gz"}) {
      assertThat(ok("export", "places", file).err()).as(file).contains("2 records exported.");
    }
    assertThat(directory.resolve("all.csv")).content().contains(",Rome,7\r\n", ",\"a\nb\",2\r\n");
    assertThat(Json.parse(Files.readString(directory.resolve("all.json")))).hasSize(2);
    try (var zipped =
        new GZIPInputStream(Files.newInputStream(directory.resolve("all.ndjson.gz")))) {
      assertThat(zipped.readAllBytes())
          .isEqualTo(Files.readAllBytes(directory.resolve("all.ndjson")));
    }
    assertThat(
            ok("export", "places", "-", "--filter", "{\"population\": 7}", "--fields", "name")
                .out())
        .contains("Rome")
        .doesNotContain("population", "\"a");
    assertThat(ok("export", "places", "--filter", "{\"population\": 9}").err())
        .contains("0 records exported.");
  }

  @Test
  void packed_files_are_sent_as_they_are() throws IOException {
    var rows =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "{\"name\": \"n%d\", \"population\": %d}\n".formatted(i, i))
            .collect(Collectors.joining());
    var packed = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(packed)) {
      zip.write(rows.getBytes(UTF_8));
    }
    Files.write(directory.resolve("many.ndjson.gz"), packed.toByteArray());
    assertThat(ok("import", "places", "many.ndjson.gz").out()).contains("3,000 inserted");
  }

  @Test
  void a_bad_line_at_the_beginning_of_a_large_file_is_told() throws IOException {
    var line = "{\"name\": \"%s\"}\n".formatted("x".repeat(1_000));
    write("bad.ndjson", "{\"population\": -1}\n" + line.repeat(8_000));
    var result = there("import", "places", "bad.ndjson");
    assertThat(result.err()).contains("line 1: ", "Stopped at a bad line");
    assertThat(result.code()).isEqualTo(1);
    var json = there("import", "places", "bad.ndjson", "--json", "--dry-run");
    assertThat(Json.parse(json.out()).path("stopped").asBoolean()).isTrue();
    var unknown = there("import", "plaices", "bad.ndjson");
    assertThat(unknown.err()).contains("127.0.0.1", "(404)", "plaices");
  }

  @Test
  void half_a_file_is_none() throws IOException {
    assertThat(there("export", "nothing", "x.json").code()).isEqualTo(1);
    assertThat(there("export", "places", "x.json", "--fields", "nothing").err())
        .contains("(400)", "nothing");
    assertThat(directory.resolve("x.json")).doesNotExist();
    assertThat(directory.resolve("x.json.part")).doesNotExist();
    assertThat(there("import", "places", "missing.csv").err()).contains("There is no file");
    write("broken.ndjson.gz", "this is no gzip");
    assertThat(there("import", "places", "broken.ndjson.gz").code()).isEqualTo(1);
  }

  @Test
  void collections_are_listed_shown_and_deleted_with_their_records() throws IOException {
    write("a.csv", "name\nRome\nOslo\n");
    ok("import", "places", "a.csv");
    assertThat(ok("collections", "list").out()).containsPattern("places +Places +2");
    assertThat(Json.parse(ok("collections", "list", "--json").out()).at("/collections/0/name"))
        .hasToString("\"places\"");
    assertThat(Json.parse(ok("collections", "show", "places").out()).path("label").asString())
        .isEqualTo("Places");
    var unasked = there("collections", "delete", "places");
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(unasked.err()).contains("'places' with 2 records", "--yes");
    var another = asked("place\n", "collections", "delete", "places");
    assertThat(another.err()).contains("Type its name", "Nothing was deleted.");
    assertThat(asked("places\n", "collections", "delete", "places").out())
        .isEqualTo("Deleted places with 2 records.\n");
    assertThat(there("collections", "delete", "places", "--yes").err()).contains("(404)");
    server.post(server.adminToken(), "/api/collections", PLACES);
    assertThat(ok("collections", "delete", "places", "--yes").out()).contains("with 0 records");
  }

  @Test
  void secrets_are_set_listed_and_removed() {
    assertThat(cli().input("s3cret\n").run("secrets", "set", "KEY", "-e", "there").out())
        .isEqualTo("Set KEY.\n");
    assertThat(ok("secrets", "list").out()).contains("KEY").doesNotContain("s3cret");
    assertThat(Json.parse(ok("secrets", "list", "--json").out()).path("secrets")).hasSize(1);
    assertThat(ok("secrets", "remove", "KEY", "--yes").out()).contains("Removed KEY");
    assertThat(there("secrets", "remove", "KEY", "--yes").code()).isEqualTo(1);
  }

  @Test
  void accounts_are_made_listed_changed_and_deleted() {
    assertThat(ok("admin", "add", "ada@example.org", "password one").out())
        .isEqualTo("ada@example.org is an admin.\n");
    var session = server.user("bob@example.org");
    assertThat(ok("admin", "add", "BOB@example.org", "password two").out()).contains("bob@");
    assertThat(server.get(session, "/api/auth/me").status())
        .as("has to log in again")
        .isEqualTo(401);
    assertThat(ok("users", "list", "--limit", "1").err()).contains("1 of 3 accounts.");
    assertThat(ok("users", "list").out()).containsPattern("bob@example.org +yes");
    assertThat(Json.parse(ok("users", "list", "--json").out()).path("total").intValue())
        .isEqualTo(3);
    assertThat(ok("users", "password", "ada@example.org", "password new").out())
        .contains("Set the password of ada@example.org.");
    assertThat(ok("users", "delete", "ada@example.org", "--yes").out()).contains("Deleted ada@");
    assertThat(there("users", "delete", "ada@example.org", "--yes").err())
        .contains("There is no user 'ada@example.org'", "users list");
    assertThat(there("users", "delete", TestServer.ADMIN, "--yes").err())
        .contains("your own account");
  }

  @Test
  void sessions_of_an_account_are_listed_and_ended() {
    var phone = server.user("bob@example.org");
    var list = Json.parse(ok("users", "sessions", "bob@example.org", "--json").out());
    var id = list.path("sessions").path(0).path("id").stringValue();
    assertThat(ok("users", "sessions", "bob@example.org").out()).contains("127.0.0.1", id);
    assertThat(ok("users", "logout", "bob@example.org", "--session", id).out())
        .isEqualTo("Ended 1 session of bob@example.org.\n");
    assertThat(server.get(phone, "/api/auth/me").status()).isEqualTo(401);
    assertThat(there("users", "logout", "bob@example.org", "--session", id).err())
        .contains("There is no session with this id");
    assertThat(ok("users", "logout", "bob@example.org").out()).contains("Ended 0 sessions of bob@");
  }

  @Test
  void an_application_token_does_what_its_scopes_allow() {
    var made =
        server.post(
            server.adminToken(),
            "/api/admin/application-tokens",
            "{\"name\": \"ci\", \"scopes\": [\"records:read\"]}");
    var token = made.json().path("token_value").asString();
    var reader = new CommandLineRun(directory).with("TINYBASE_API_TOKEN", token);
    assertThat(reader.run("export", "places", "--env", "there").code()).isZero();
    var refused = reader.run("secrets", "list", "--env", "there");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("(403)", "admin", "tinybase tokens create")
        .doesNotContain(token);
  }

  private CommandLineRun.Result ok(String... line) {
    var result = there(line);
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  private CommandLineRun.Result there(String... line) {
    return cli().run(far(line));
  }

  /** On a terminal, with an answer. */
  private CommandLineRun.Result asked(String answer, String... line) {
    return cli().onTerminal().input(answer).run(far(line));
  }

  private static String[] far(String... line) {
    return Stream.concat(Arrays.stream(line), Stream.of("--env", "there")).toArray(String[]::new);
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory).with("TINYBASE_API_TOKEN", server.adminToken());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
