package dev.tinybase.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteServersTest {
  private static final String FILE =
      """
      [server]
      port = 8001
      [environments.production]
      api_url = "https://shop.example.org/api/"
      api_token = "secret-token"
      timeout = 5
      [environments.staging]
      api_url = "http://localhost:9000"
      api_token = "other-token"
      """;

  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>();

  @Test
  void the_file_of_the_instance_names_servers() throws Exception {
    write("tinybase.toml", FILE);
    var production = remotes().find("production");
    assertThat(production.url()).isEqualTo("https://shop.example.org");
    assertThat(production.token()).isEqualTo("secret-token");
    assertThat(production.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(production.toString()).contains("production").doesNotContain("secret");
    assertThat(remotes().find("staging").timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(remotes().ofVariables()).isEmpty();
  }

  @Test
  void the_servers_of_a_user_come_after_those_of_the_instance() throws Exception {
    write("tinybase.toml", FILE);
    write(
        ".config/tinybase/config.toml",
        FILE.replace("localhost:9000", "elsewhere:1").replace("production", "live"));
    assertThat(remotes().find("staging").url()).isEqualTo("http://localhost:9000");
    assertThat(remotes().find("live").url()).isEqualTo("https://shop.example.org");
  }

  @Test
  void variables_go_before_all_files() throws Exception {
    write("tinybase.toml", FILE);
    environment.put("TINYBASE_API_URL", "https://ci.example.org");
    assertThatThrownBy(() -> remotes().ofVariables()).hasMessageContaining("TINYBASE_API_TOKEN");
    environment.put("TINYBASE_API_TOKEN", "ci-token");
    environment.put("TINYBASE_TIMEOUT", "7");
    var found = remotes().find("production");
    assertThat(found.url()).isEqualTo("https://ci.example.org");
    assertThat(found.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(remotes().ofVariables()).contains(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prodution | did you mean 'production'",
        "nothing   | there are: production, staging",
      })
  void an_unknown_environment_is_told_with_those_there_are(String name, String message)
      throws Exception {
    write("tinybase.toml", FILE);
    assertThatThrownBy(() -> remotes().find(name))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(message);
  }

  @Test
  void without_any_the_error_says_what_to_write() {
    assertThatThrownBy(() -> remotes().find("production"))
        .hasMessageContaining("[environments.production]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api_token = 'x'                                     | no api_url",
        "api_url = 'https://a.example'                       | no api_token",
        "api_url = 'shop' ~ api_token = 'x'                  | must be a URL",
        "api_url = 'https://a.example' ~ api_token = 'a b'   | must be an access token",
        "api_url = 'https://a.example' ~ api_token = 'x' ~ timeout = 0 | must be a whole number",
      })
  void what_is_wrong_with_an_environment_is_told(String toml, String message) throws Exception {
    write("tinybase.toml", "[environments.production]\n" + toml.replace('~', '\n'));
    assertThatThrownBy(() -> remotes().find("production")).hasMessageContaining(message);
  }

  @Test
  void the_instance_itself_accepts_them_and_refuses_misspelled_keys() throws Exception {
    write("tinybase.toml", FILE);
    environment.put("TINYBASE_API_URL", "https://ci.example.org");
    environment.put("TINYBASE_API_TOKEN", "ci-token");
    environment.put("TINYBASE_TIMEOUT", "7");
    environment.put("TINYBASE_FUNCTIONS_DIR", "code");
    var settings = ConfigLoader.load(directory, environment, Map.of()).settings();
    assertThat(settings.server().port()).isEqualTo(8001);
    assertThat(settings.functions().path()).isEqualTo(directory.resolve("code"));
    write("tinybase.toml", "[environments.production]\napi_ulr = \"https://a.example\"\n");
    assertThatThrownBy(() -> ConfigLoader.load(directory, Map.of(), Map.of()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("environments.production.api_ulr")
        .hasMessageContaining("did you mean 'api_url'");
  }

  private RemoteServers remotes() {
    environment.putIfAbsent("HOME", directory.toString());
    return new RemoteServers(directory, environment);
  }

  private void write(String file, String text) throws Exception {
    var path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
