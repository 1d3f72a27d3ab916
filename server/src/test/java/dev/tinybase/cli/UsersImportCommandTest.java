package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersImportCommandTest {
  private static final String GOOD =
      """
      email;password_hash
      bob@example.org;pbkdf2_sha256$1000$somesalt1$LB4Y3EmBMXivjoDDySCdYhsP87BiR+iHlKRxvHp8/6I=
      """;

  @TempDir Path directory;

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }

  private void file(String text) throws IOException {
    Files.writeString(directory.resolve("members.csv"), text);
  }

  @Test
  void a_file_comes_into_this_folder_s_instance_whole_or_not_at_all() throws IOException {
    assertThat(cli().run("init").code()).isZero();
    file(GOOD + "kim@example.org;plain\n");
    var bad = cli().run("users", "import", "members.csv");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.err()).contains("line 3: password_hash", "No account was made");
    assertThat(cli().run("users", "list").out()).doesNotContain("bob@example.org");
    var skipped = cli().run("users", "import", "members.csv", "--skip-bad");
    assertThat(skipped.code()).isZero();
    assertThat(skipped.out()).isEqualTo("1 accounts made, 1 bad lines.\n");
    assertThat(cli().run("users", "list").out()).contains("bob@example.org");
  }

  @Test
  void a_file_comes_into_another_server() throws IOException {
    file(GOOD);
    try (var server = TestServer.start(Engine.SQLITE)) {
      var remote =
          cli()
              .with("TINYBASE_API_URL", server.uri("").toString())
              .with("TINYBASE_API_TOKEN", server.adminToken());
      assertThat(remote.run("users", "import", "members.csv", "--dry-run").out())
          .isEqualTo("Dry run: 1 accounts made, 0 bad lines.\n");
      assertThat(remote.run("users", "import", "members.csv").code()).isZero();
      var body = "{\"email\": \"bob@example.org\", \"password\": \"correct horse\"}";
      assertThat(server.post(null, "/api/auth/login", body).status()).isEqualTo(200);
    }
  }
}
