package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensCommandTest {
  @TempDir Path directory;

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }

  @Test
  void the_value_of_a_token_is_all_that_goes_to_standard_output() {
    assertThat(cli().run("init").code()).isZero();
    var made = cli().run("tokens", "create", "deploy", "--expires", "90d");
    assertThat(made.out()).matches("tb_[A-Za-z0-9_-]{43}\n");
    assertThat(made.err()).contains("Made the token 'deploy' (admin), which ends 20");
    var listed = cli().run("tokens", "list");
    assertThat(listed.out())
        .containsPattern("deploy +admin +yes +- +20")
        .doesNotContain(made.out().strip());
    assertThat(cli().run("tokens", "create", "deploy").err()).contains("choose another");
    assertThat(cli().run("tokens", "revoke", "deploy").code()).isEqualTo(2);
    assertThat(cli().run("tokens", "revoke", "deploy", "--yes").out())
        .isEqualTo("Revoked 'deploy'.\n");
    assertThat(cli().run("tokens", "revoke", "deploy", "--yes").err())
        .contains("There is no application token 'deploy'");
  }

  @Test
  void scopes_are_repeated_and_a_wrong_one_is_named() {
    assertThat(cli().run("init").code()).isZero();
    var made =
        cli()
            .run(
                "tokens",
                "create",
                "sync",
                "--scope",
                "records:read",
                "--scope",
                "records:write",
                "--json");
    assertThat(Json.parse(made.out()).at("/token/scopes").toString())
        .isEqualTo("[\"records:read\",\"records:write\"]");
    var wrong = cli().run("tokens", "create", "x", "--scope", "record:read");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("did you mean 'records:read'?");
    assertThat(cli().run("tokens", "create", "x", "--expires", "soon").code()).isEqualTo(2);
  }

  @Test
  void a_token_of_another_server_is_made_there_and_opens_it() {
    try (var server = TestServer.start(Engine.SQLITE)) {
      var remote = cli().with("TINYBASE_API_URL", server.uri("").toString());
      var value =
          remote
              .with("TINYBASE_API_TOKEN", server.adminToken())
              .run("tokens", "create", "ci")
              .out()
              .strip();
      assertThat(server.get(value, "/api/admin/users").status()).isEqualTo(200);
      remote.with("TINYBASE_API_TOKEN", value);
      assertThat(remote.run("tokens", "list", "--json").out()).contains("\"ci\"");
      assertThat(remote.run("tokens", "revoke", "ci", "--yes").code()).isZero();
      assertThat(remote.run("tokens", "list").code()).isEqualTo(1);
    }
  }

  @Test
  void the_older_name_of_the_command_works() {
    assertThat(cli().run("init").code()).isZero();
    var made = cli().run("admin", "token", "create", "-n", "old", "-d", "Older", "-e", "30");
    assertThat(made.out()).startsWith("tb_");
    var id = Json.parse(cli().run("tokens", "list", "--json").out()).at("/tokens/0/id").asString();
    assertThat(cli().run("admin", "token", "list").out()).contains(id);
    assertThat(cli().run("admin", "token", "show", "--id", id).out()).contains("Older");
    assertThat(cli().run("admin", "token", "revoke", "--id", id).out()).contains("Revoked 'old'");
    assertThat(cli().run("admin", "token", "create").code()).isEqualTo(2);
    assertThat(cli().run("admin", "token", "lst").err()).contains("did you mean 'list'?");
  }
}
