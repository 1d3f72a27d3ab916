package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TempFolder;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code tinybase deploy} from a folder to a server that runs elsewhere. */
@ParameterizedClass
@EnumSource(Engine.class)
class DeployCommandTest {
  private static final String MEMBERS =
      """
      {"name": "members", "label": "Members", "schema": {"fields": [
        {"name": "name", "type": "string", "required": true},
        {"name": "fax", "type": "string"}
      ]}}
      """;
  private static final String TEAMS =
      """
      name = "teams"
      label = "Teams"
      [[schema.fields]]
      name = "title"
      type = "string"
      """;

  private final TestServer server;
  private final Path folder = TempFolder.next();

  DeployCommandTest(Engine engine) {
    server = TestServer.start(engine);
    write(
        "tinybase.toml",
        "[environments.production]\napi_url = \"%s\"\napi_token = \"%s\"\n"
            .formatted(server.uri(""), server.adminToken()));
    write("collections/members.json", MEMBERS);
    write("collections/teams.toml", TEAMS);
    write(
        "functions/lib/Words.java",
        """
        package lib;
        public class Words {
          public static String same(String word) { return word; }
        }
        """);
    says("one");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_plan_tells_what_would_be_made_and_the_deployment_makes_it() {
    var plan = cli().run("deploy", "--env", "production", "--plan");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .isEqualTo(
            """
            Plan for %s (production):
              make   collection members
              make   collection teams
              make   function lib/Words.java
              make   function greet.java
            """
                .formatted(server.uri("")));
    assertThat(server.get(server.adminToken(), "/api/collections").json()).isEmpty();
    var done = deploy();
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).isEqualTo(plan.out());
    assertThat(done.err()).contains("Deployed: 4 made, 0 changed, 0 left as they are.");
    assertThat(greeting()).isEqualTo("one");
    assertThat(deploy("--plan").out()).endsWith(":\n  leave  4 as they are\n");
  }

  @Test
  void what_loses_values_is_named_with_its_numbers_and_needs_a_yes() {
    deploy();
    server.post(
        server.adminToken(),
        "/api/collections/members/records",
        "{\"data\":{\"name\":\"Ada\",\"fax\":\"12\"}}");
    write("collections/members.json", MEMBERS.replace("\"fax\"", "\"email\""));
    var refused = deploy();
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains(
            "Collection 'members': The field 'fax' of 'members' holds data: list it in --drop");
    var unasked = deploy("--drop", "members.fax");
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(unasked.out())
        .contains(
            """
              change collection members (1 record)
                       Drop field 'fax' with its values: 1 record would lose a value
                       Add field 'email' (string)
            """);
    assertThat(unasked.err()).contains("Lose the values of members.fax", "--yes");
    var declined =
        cli().onTerminal().input("n\n").run("deploy", "-e", "production", "--drop", "members.fax");
    assertThat(declined.code()).isEqualTo(1);
    assertThat(declined.err()).contains("Nothing was deployed");
    var done = deploy("--drop", "members.fax", "--yes");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.err()).contains("0 made, 1 changed, 3 left");
  }

  @Test
  void what_somebody_changed_there_is_refused_until_it_may_be_overwritten() {
    deploy();
    server.patch(server.adminToken(), "/api/collections/teams", "{\"label\":\"Our teams\"}");
    write("collections/teams.toml", TEAMS.replace("title", "name"));
    var refused = deploy("--plan");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("collection 'teams' was changed", "--overwrite-drift");
    var unasked = deploy("--overwrite-drift");
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(unasked.err()).contains("what somebody has changed of the collection teams");
    assertThat(deploy("--overwrite-drift", "--yes").code()).isZero();
  }

  @Test
  void errors_of_functions_come_with_file_and_line_and_nothing_is_deployed() {
    write("functions/broken.java", "import dev.tinybase.sdk.*;\n\nint broken( {}\n");
    var refused = deploy();
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("broken.java:3:");
    assertThat(server.get(server.adminToken(), "/api/collections").json()).isEmpty();
  }

  @Test
  void a_part_can_be_deployed_alone_and_the_outcome_is_there_as_json() {
    var only = deploy("--only", "collections", "--json");
    assertThat(only.code()).as(only.err()).isZero();
    var outcome = Json.parse(only.out());
    assertThat(outcome.path("dry_run").booleanValue()).isFalse();
    assertThat(outcome.path("collections")).hasSize(2);
    assertThat(outcome.path("functions")).isEmpty();
    assertThat(deploy("--only", "colections").code()).isEqualTo(2);
    assertThat(Json.parse(deploy("--plan", "--json").out()).path("functions")).hasSize(2);
  }

  @Test
  void extensions_come_from_a_list_in_a_file() {
    var extension = TempFolder.next();
    write("extensions.toml", "[[extensions]]\nrepo_url = \"" + extension + "\"\n");
    assertThat(deploy("--only", "extensions").err()).contains("extensions.0: ", "no such folder");
    write(
        extension.resolve("extension.toml").toString(),
        "[extension]\nname = \"greeter\"\nversion = \"1.0\"\n");
    var plan = deploy("--plan");
    assertThat(plan.out()).as(plan.err()).contains("  make   extension greeter 1.0\n");
    assertThat(deploy("--only", "extensions").err()).contains("1 made");
    write("extensions.toml", "[[extensions]]\nrepo = \"a/b\"\n");
    assertThat(deploy().err()).contains("extensions.toml: unknown key 'repo'");
  }

  @Test
  void several_files_are_applied_together_or_not_at_all() {
    write("a.json", MEMBERS);
    write(
        "b.json", "{\"name\":\"b\",\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"strng\"}]}}");
    var refused = cli().run("collections", "apply", "a.json", "b.json", "-e", "production");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("Collection 'b'");
    assertThat(server.get(server.adminToken(), "/api/collections").json()).isEmpty();
    write(
        "b.json",
        "{\"name\":\"b\",\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"string\"}]}}");
    assertThat(cli().run("collections", "apply", "a.json", "b.json", "-e", "production").out())
        .isEqualTo("members: made.\nb: made.\n");
    var unclear = cli().run("collections", "apply", "a.json", "b.json", "--drop", "x");
    assertThat(unclear.code()).isEqualTo(2);
    assertThat(unclear.err()).contains("COLLECTION.x");
  }

  @Test
  void a_folder_without_an_app_is_told_so() throws IOException {
    var empty = new CommandLineRun(TempFolder.next());
    empty.with("TINYBASE_API_URL", server.uri("").toString());
    var result = empty.with("TINYBASE_API_TOKEN", server.adminToken()).run("deploy");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("nothing to deploy here", "collections/");
  }

  @Test
  void an_app_that_is_too_large_is_told_so() {
    for (int i = 0; i < 11; i++) {
      write("functions/f" + i + ".java", "// " + "x".repeat(1_000_000) + "\n");
    }
    var refused = deploy();
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("10485760", "server.max_body_bytes");
  }

  private CommandLineRun.Result deploy(String... options) {
    var all = new String[options.length + 3];
    all[0] = "deploy";
    all[1] = "--env";
    all[2] = "production";
    System.arraycopy(options, 0, all, 3, options.length);
    return cli().run(all);
  }

  private CommandLineRun cli() {
    return new CommandLineRun(folder);
  }

  private void says(String word) {
    write(
        "functions/greet.java",
        """
        import dev.tinybase.sdk.*;
        import lib.Words;

        @Register(name = "greet", auth = Auth.PUBLIC)
        String greet() {
          return Words.same("%s");
        }
        """
            .formatted(word));
  }

  private String greeting() {
    return server.post(null, "/api/functions/greet", "{}").json().path("result").asString("");
  }

  private void write(String name, String text) {
    try {
      var file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
