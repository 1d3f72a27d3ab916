package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.ClubApp;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.NodeTools;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The app of a club that we show: its tests, its types, and its client against a server. */
class ClubTest {
  @TempDir Path folder;

  @BeforeEach
  void copy() {
    ClubApp.copy(folder);
  }

  @Test
  void the_tests_beside_its_functions_pass() {
    var run = new CommandLineRun(folder).run("functions", "test");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("11 passed, 0 failed");
  }

  @Test
  void the_types_of_its_client_are_up_to_date() {
    var check =
        new CommandLineRun(folder)
            .run("types", "ts", "-o", "client/types.ts", "--files", "--check");
    assertThat(check.code()).as("tinybase types ts -o client/types.ts: " + check.err()).isZero();
  }

  @Test
  void its_client_is_short_enough_to_be_read() throws IOException {
    var lines = Files.readAllLines(folder.resolve("client/tinybase.ts"));
    assertThat(lines).hasSizeLessThanOrEqualTo(100);
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
  }

  @Test
  void it_is_deployed_to_the_instance_of_its_own_folder() {
    assertThat(cli("init", "--bare").code()).isZero();
    var plan = cli("deploy", "--plan");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("make   collection registrations");
    var done = cli("deploy", "--yes");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.err()).contains("15 made, 0 changed, 0 left");
    assertThat(cli("collections", "list").out()).contains("registrations", "venues");
    assertThat(cli("deploy", "--yes").err()).contains("0 made, 0 changed, 15 left");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void it_is_deployed_to_a_second_instance_and_its_client_talks_to_that(Engine engine) {
    NodeTools.require();
    try (var server = production(engine)) {
      var plan = cli("deploy", "--env", "production", "--plan");
      assertThat(plan.code()).as(plan.err()).isZero();
      assertThat(plan.out())
          .contains("make   collection registrations", "make   function lib/Registrations.java");
      assertThat(collections(server)).isEmpty();
      deployed("15 made, 0 changed, 0 left");
      for (var file : ClubApp.SEED) {
        var collection = file.substring(0, file.indexOf('.'));
        var run = cli("import", collection, "seed/" + file, "--env", "production");
        assertThat(run.code()).as(run.err()).isZero();
      }
      assertThat(
              cli("types", "ts", "-o", "client/types.ts", "--env", "production", "--check").code())
          .as("the deployed app has the same types")
          .isZero();
      converse(server, "club-" + engine.name().toLowerCase(Locale.ROOT));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_change_is_planned_with_what_it_does_to_records_and_drift_is_refused(Engine engine)
      throws IOException {
    try (var server = production(engine)) {
      deployed("15 made, 0 changed, 0 left");
      cli("import", "venues", "seed/venues.csv", "--env", "production");
      edit("collections/venues.json", "\"map\"", "\"directions\"");
      edit("functions/remind_members.java", "ofHours(24)", "ofHours(48)");
      var plan = cli("deploy", "--env", "production", "--plan", "--drop", "venues.map");
      assertThat(plan.out())
          .contains(
              "change collection venues (3 records)",
              "Drop field 'map' with its values: 2 records would lose a value",
              "change function remind_members.java",
              "leave  13 as they are");
      assertThat(cli("deploy", "--env", "production").err()).contains("list it in --drop");
      assertThat(cli("deploy", "--env", "production", "--drop", "venues.map", "--yes").err())
          .contains("0 made, 2 changed, 13 left");

      server.patch(server.adminToken(), "/api/collections/teams", "{\"label\": \"Our teams\"}");
      edit("collections/teams.json", "\"max_length\": 80", "\"max_length\": 90");
      var drift = cli("deploy", "--env", "production", "--yes");
      assertThat(drift.code()).isEqualTo(1);
      assertThat(drift.err()).contains("collection 'teams' was changed", "--overwrite-drift");
      assertThat(cli("deploy", "--env", "production", "--overwrite-drift", "--yes").err())
          .contains("0 made, 1 changed, 14 left");
    }
  }

  /** A second instance, and its address and a token for deployments in the app's folder. */
  private TestServer production(Engine engine) {
    var server = TestServer.start(engine);
    var made =
        server.post(
            server.adminToken(),
            "/api/admin/application-tokens",
            "{\"name\": \"deployments\", \"scopes\": [\"admin\"]}");
    var token = made.json().path("token_value").stringValue();
    write(
        "tinybase.toml",
        "[environments.production]\napi_url = \"%s\"\napi_token = \"%s\"\n"
            .formatted(server.uri(""), token));
    return server;
  }

  private void deployed(String summary) {
    var run = cli("deploy", "--env", "production");
    assertThat(run.err()).contains("Deployed: " + summary);
    assertThat(run.code()).isZero();
  }

  private CommandLineRun.Result cli(String... arguments) {
    return new CommandLineRun(folder).run(arguments);
  }

  private static JsonNode collections(TestServer server) {
    return server.get(server.adminToken(), "/api/collections").json();
  }

  private void edit(String file, String old, String now) throws IOException {
    var text = Files.readString(folder.resolve(file));
    assertThat(text).contains(old);
    write(file, text.replace(old, now));
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void converse(TestServer server, String name) {
    var project = NodeTools.folder(name);
    ClubApp.copyClient(project);
    NodeTools.compile(project);
    var url = server.uri("").toString();
    assertThat(
            NodeTools.node(
                project, "dist/conversation.js", url, TestServer.ADMIN, TestServer.PASSWORD))
        .contains("waiting, 0 waiting before", "tokens were renewed without notice")
        .endsWith("done\n");
  }
}
