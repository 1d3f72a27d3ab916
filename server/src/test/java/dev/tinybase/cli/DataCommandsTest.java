package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.TinyBase;
import dev.tinybase.config.Settings;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that declare collections and move records. */
@ParameterizedClass
@EnumSource(Engine.class)
class DataCommandsTest {
  private static final String PLACES =
      """
      {"name": "places", "label": "Places",
       "schema": {"fields": [
         {"name": "name", "type": "string", "required": true, "unique": true},
         {"name": "population", "type": "integer", "min": 0}]},
       "options": {"access": {"list": "public"}}}
      """;

  @TempDir Path directory;

  private final String url;

  DataCommandsTest(Engine engine) {
    url = engine.migratedUrl();
  }

  @BeforeEach
  void declare_a_collection() throws IOException {
    write("places.json", PLACES);
    var result = cli().run("collections", "apply", "places.json");
    assertThat(result.out()).as(result.err()).isEqualTo("places: made.\n");
  }

  @Test
  void what_is_shown_can_be_applied() throws IOException {
    var shown = cli().run("collections", "show", "places").out();
    write("shown.json", shown);
    assertThat(cli().run("collections", "apply", "shown.json").out())
        .isEqualTo("places: is as declared.\n");
    assertThat(cli().run("collections", "list").out()).containsPattern("places +Places +2");
    assertThat(
            Json.parse(cli().run("collections", "list", "--json").out())
                .get("collections")
                .get(0)
                .get("name")
                .stringValue())
        .isEqualTo("places");
  }

  @Test
  void files_of_spreadsheets_come_in_and_go_out_without_formulas() throws IOException {
    write("places.csv", "name;population;\n=Rome;5.0;\n");
    assertThat(cli().run("import", "places", "places.csv").out()).contains("1 inserted");
    write("more.csv", "name!population\nOslo!1\n");
    assertThat(cli().run("import", "places", "more.csv").err()).contains("'delimiter'");
    assertThat(cli().run("import", "places", "more.csv", "--delimiter", "!").out())
        .contains("1 inserted");
    assertThat(cli().run("import", "places", "more.csv", "--delimiter", "ab").code()).isEqualTo(2);
    assertThat(cli().run("export", "places", "--format", "csv", "--guard-formulas").out())
        .contains(",'=Rome,5\r", ",Oslo,1\r");
  }

  @Test
  void a_changed_declaration_changes_the_collection_and_says_how() throws IOException {
    write(
        "more.toml",
        """
        name = "places"
        label = "Places"
        [[schema.fields]]
        name = "name"
        type = "string"
        required = true
        unique = true
        [[schema.fields]]
        name = "country"
        type = "string"
        """);
    cli().run("import", "places", file("a.ndjson", "{\"name\": \"a\", \"population\": 1}\n"));
    var refused = cli().run("collections", "apply", "more.toml");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("Collection 'places'", "population", "drop");
    var dry = cli().run("collections", "apply", "more.toml", "--drop", "population", "--dry-run");
    assertThat(dry.out()).startsWith("places: would be changed.\n");
    var changed = cli().run("collections", "apply", "more.toml", "--drop", "population");
    assertThat(changed.out())
        .isEqualTo(dry.out().replace("would be changed", "changed"))
        .contains("  Add field 'country'", "  Drop field 'population'");
    assertThat(cli().run("export", "places").out())
        .contains("country")
        .doesNotContain("population");
  }

  @Test
  void a_dry_run_changes_nothing() throws IOException {
    write("tags.json", PLACES.replace("\"places\"", "\"tags\""));
    assertThat(cli().run("collections", "apply", "tags.json", "--dry-run").out())
        .isEqualTo("tags: would be made.\n");
    assertThat(cli().run("collections", "list").out()).doesNotContain("tags");
  }

  @Test
  void a_bad_declaration_is_a_sentence_that_names_the_file() throws IOException {
    assertThat(cli().run("collections", "apply", "none.json").err()).contains("There is no file");
    assertThat(cli().run("collections", "apply", file("x.json", "{")).err())
        .contains("x.json", "Invalid JSON");
    assertThat(cli().run("collections", "apply", file("x.toml", "a = ")).err())
        .contains("x.toml", "TOML");
    assertThat(
            cli()
                .run("collections", "apply", file("x.json", "{\"name\": \"a\", \"shcema\": {}}"))
                .err())
        .contains("unknown key 'shcema'; did you mean 'schema'?");
    var type =
        cli().run("collections", "apply", file("x.json", PLACES.replace("integer", "integre")));
    assertThat(type.code()).isEqualTo(1);
    assertThat(type.err()).contains("Collection 'places'", "population");
    assertThat(cli().run("collections", "show", "plazes").err()).contains("plazes");
  }

  @Test
  void records_go_in_and_out_in_every_format() throws IOException {
    var rows =
        IntStream.range(0, 2500)
            .mapToObj(i -> "{\"name\":\"p" + i + "\",\"population\":" + i + "}")
            .collect(Collectors.joining("\n"));
    var imported = cli().run("import", "places", file("places.ndjson", rows));
    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out()).contains("2,500 inserted", "0 failed");
    for (var name : new String[] {"out.json", "out.csv", "out.ndjson", "out.ndjson.gz"}) {
      var exported = cli().run("export", "places", name);
      assertThat(exported.err()).contains("2,500 records exported");
      assertThat(exported.out()).isEmpty();
      var again = cli().run("import", "places", name, "--mode", "upsert", "--on", "name");
      assertThat(again.out()).as(name + again.err()).contains("2,500 unchanged");
    }
    try (var unpacked =
        new GZIPInputStream(Files.newInputStream(directory.resolve("out.ndjson.gz")))) {
      assertThat(unpacked.readAllBytes())
          .isEqualTo(Files.readAllBytes(directory.resolve("out.ndjson")));
    }
    assertThat(directory.resolve("out.json.part")).doesNotExist();
  }

  @Test
  void standard_streams_take_the_place_of_files() {
    var imported =
        cli()
            .input("name,population\nRome,5\nOslo,7\n")
            .run("import", "places", "-", "--format", "csv");
    assertThat(imported.out()).contains("2 inserted");
    var exported =
        cli()
            .run(
                "export",
                "places",
                "--filter",
                "{\"population\": {\"gt\": 6}}",
                "--fields",
                "name");
    assertThat(exported.out().lines())
        .singleElement()
        .asString()
        .contains("Oslo")
        .doesNotContain("population");
    assertThat(cli().run("import", "places", "-").err()).contains("say --format");
  }

  @Test
  void bad_lines_are_told_by_number() throws IOException {
    var lines = "{\"name\":\"a\"}\n{\"name\":1}\n{\"nmae\":\"c\"}\n{\"name\":\"d\"}\n";
    var all =
        cli()
            .run(
                "import",
                "places",
                file("bad.ndjson", lines),
                "--on-error",
                "continue",
                "--dry-run",
                "--json");
    assertThat(all.code()).isEqualTo(1);
    assertThat(Json.parse(all.out()).get("failed").intValue()).isEqualTo(2);
    assertThat(all.err()).contains("line 2:", "line 3:");
    assertThat(count()).isZero();
    var stopped = cli().run("import", "places", "bad.ndjson");
    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.err())
        .contains("line 2:", "Stopped at a bad line")
        .doesNotContain("line 3:");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void wrong_calls_of_import_say_what_is_right() throws IOException {
    assertThat(cli().run("import", "places", "none.csv").err())
        .contains("There is no file none.csv");
    assertThat(cli().run("import", "plazes", file("a.csv", "name\n")).code()).isEqualTo(1);
    assertThat(cli().run("import", "places", file("a.txt", "name\n")).code()).isEqualTo(2);
    assertThat(cli().run("import", "places", file("a.csv", "name\n"), "--mode", "replace").code())
        .isEqualTo(2);
    assertThat(cli().run("export", "places", "no/such/folder.csv").code()).isEqualTo(1);
    assertThat(cli().run("export", "places", "--filter", "{\"nmae\": 1}").err())
        .contains("did you mean 'name'");
  }

  @Test
  void the_bar_is_drawn_on_a_terminal_only() throws IOException {
    var rows = file("a.csv", "name\nRome\n");
    assertThat(cli().run("import", "places", rows, "--dry-run").err()).isEmpty();
    assertThat(cli().onTerminal().run("import", "places", rows, "--dry-run").err())
        .contains("\r", "100 %");
  }

  @Test
  void commands_work_beside_a_server() throws IOException {
    var settings =
        Settings.with(
            Map.of(
                "database.url",
                url,
                "server.port",
                "0",
                "server.host",
                "127.0.0.1",
                "secrets.key_file",
                directory.resolve(".tinybase/secrets.key").toString()));
    try (var tinybase = TinyBase.open(settings, Clock.systemUTC());
        var serving = tinybase.serve()) {
      assertThat(serving.port()).isPositive();
      var imported = cli().run("import", "places", file("a.csv", "name\nRome\nOslo\n"));
      assertThat(imported.out()).as(imported.err()).contains("2 inserted");
      assertThat(count()).isEqualTo(2);
    }
  }

  private long count() {
    return cli().run("export", "places").out().lines().count();
  }

  private String file(String name, String text) throws IOException {
    write(name, text);
    return name;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory).with("TINYBASE_DB_URL", url);
  }

  @Test
  void records_pass_the_hooks_of_the_instance_unless_they_are_kept_out() throws IOException {
    Files.createDirectories(directory.resolve("functions"));
    Files.writeString(
        directory.resolve("functions/loud.java"),
        """
        import dev.tinybase.sdk.hooks.*;

        @BeforeRecordCreate(collection = "places")
        void loud(RecordDraft draft) {
          draft.set("name", String.valueOf(draft.get("name")).toUpperCase());
        }

        @BeforeRecordRead(collection = "places")
        void hide(RecordView view) {
          view.hide("population");
        }
        """);
    var rows = file("two.csv", "name,population\nRome,1\n");
    var imported = cli().run("import", "places", rows);
    assertThat(imported.out()).as(imported.err()).contains("1 inserted");
    assertThat(cli().run("import", "places", rows, "--no-hooks").out()).contains("1 inserted");
    assertThat(cli().run("export", "places").out())
        .contains("\"ROME\"", "\"Rome\"")
        .doesNotContain("population");
    assertThat(cli().run("export", "places", "--no-hooks").out()).contains("population");
  }
}
