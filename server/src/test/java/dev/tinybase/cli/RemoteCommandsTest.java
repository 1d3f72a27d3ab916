package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
      zip.write(rows.getBytes(java.nio.charset.StandardCharsets.UTF_8));
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

  private CommandLineRun.Result ok(String... line) {
    var result = there(line);
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  private CommandLineRun.Result there(String... line) {
    return cli()
        .run(
            java.util.stream.Stream.concat(
                    java.util.Arrays.stream(line), java.util.stream.Stream.of("--env", "there"))
                .toArray(String[]::new));
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory).with("TINYBASE_API_TOKEN", server.adminToken());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
