package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsCommandTest {
  @TempDir Path directory;

  @BeforeEach
  void init() {
    assertThat(cli().run("init").code()).isZero();
  }

  @Test
  void a_secret_is_read_from_standard_input_listed_and_removed() {
    var set = cli().input("sk_live_1\n").run("secrets", "set", "STRIPE_KEY");
    assertThat(set.out()).isEqualTo("Set STRIPE_KEY.\n");
    assertThat(set.err()).isEmpty();
    assertThat(cli().run("secrets", "list").out())
        .containsPattern("STRIPE_KEY +store +20")
        .doesNotContain("sk_live_1");
    var json = Json.parse(cli().run("secrets", "list", "--json").out());
    assertThat(json.path("secrets").path(0).path("name").stringValue()).isEqualTo("STRIPE_KEY");
    assertThat(json.toString()).doesNotContain("sk_live_1");
    assertThat(cli().run("secrets", "remove", "STRIPE_KEY").code()).isEqualTo(2);
    assertThat(cli().run("secrets", "remove", "STRIPE_KEY", "--yes").out())
        .isEqualTo("Removed STRIPE_KEY.\n");
    assertThat(cli().run("secrets", "remove", "STRIPE_KEY", "--yes").err())
        .contains("There is no secret");
  }

  @Test
  void a_secret_is_read_from_a_file() throws IOException {
    Files.writeString(directory.resolve("key.pem"), "one\ntwo\n");
    assertThat(cli().run("secrets", "set", "PEM", "--value-file", "key.pem").code()).isZero();
    assertThat(cli().input("x").run("secrets", "set", "X", "--value-file", "-").code()).isZero();
    assertThat(cli().run("secrets", "set", "PEM", "--value-file", "none").err())
        .contains("There is no file none");
    Files.write(directory.resolve("bytes"), new byte[] {(byte) 0xff, 0});
    assertThat(cli().run("secrets", "set", "PEM", "--value-file", "bytes").err()).contains("UTF-8");
  }

  @Test
  void a_value_is_no_argument() {
    assertThat(cli().run("secrets", "set", "STRIPE_KEY", "sk_live_1").code()).isEqualTo(2);
    assertThat(cli().input("").run("secrets", "set", "STRIPE_KEY").code()).isEqualTo(2);
  }

  @Test
  void a_bad_name_is_a_sentence() {
    var result = cli().input("x").run("secrets", "set", "stripe");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("capital letters").doesNotContain("Exception");
  }

  @Test
  void secrets_of_the_environment_are_listed_and_never_shown() {
    var run = cli().with("TINYBASE_SECRET_STRIPE_KEY", "sk_live_2");
    assertThat(run.run("secrets", "list").out())
        .containsPattern("STRIPE_KEY +environment +-")
        .doesNotContain("sk_live_2");
    assertThat(run.input("inside").run("secrets", "set", "STRIPE_KEY").err())
        .contains("TINYBASE_SECRET_STRIPE_KEY is set as well");
    for (var options : new String[][] {{"config", "show"}, {"config", "show", "--json"}}) {
      var shown = run.run(options);
      assertThat(shown.code()).isZero();
      assertThat(shown.out() + shown.err()).doesNotContain("sk_live_2");
    }
    var refused = cli().with("TINYBASE_SECRET_stripe", "sk_live_3").run("config", "show");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("TINYBASE_SECRET_stripe", "capital letters")
        .doesNotContain("sk_live_3");
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }
}
