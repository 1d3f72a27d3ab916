package dev.tinybase.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "1e2147483648", "[[[[", "tru", "DIGITS", "DEEP"})
  void toml_that_its_library_chokes_on_is_told_in_our_words(String value) throws IOException {
    var text = value.replace("DIGITS", "9".repeat(2_000)).replace("DEEP", "[".repeat(600));
    Files.writeString(directory.resolve("tinybase.toml"), "[server]\nport = " + text + "\n");
    assertThatThrownBy(() -> ConfigLoader.load(directory, Map.of(), Map.of()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("is not valid TOML")
        .message()
        .doesNotContain("Constraints", "BigDecimal", "java");
  }

  @Test
  void a_mark_at_the_beginning_of_the_file_is_skipped() throws IOException {
    Files.writeString(directory.resolve("tinybase.toml"), "\ufeff[server]\nport = 9000\n");
    var settings = ConfigLoader.load(directory, Map.of(), Map.of()).settings();
    assertThat(settings.server().port()).isEqualTo(9000);
  }

  @Test
  void a_file_with_secrets_that_others_can_read_is_told() throws IOException {
    var file = directory.resolve("tinybase.toml");
    Files.writeString(
        file, "[jwt]\nsecret_key = \"" + "k".repeat(64) + "\"\n[log]\nlevel = \"debug\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(ConfigLoader.load(directory, Map.of(), Map.of()).notices())
        .singleElement()
        .asString()
        .contains("secrets (jwt.secret_key)", "chmod 600 tinybase.toml")
        .doesNotContain("kkk");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(ConfigLoader.load(directory, Map.of(), Map.of()).notices()).isEmpty();
  }

  @Test
  void a_database_without_password_and_other_settings_may_be_read_by_everybody()
      throws IOException {
    var file = directory.resolve("tinybase.toml");
    Files.setPosixFilePermissions(
        Files.writeString(file, "[database]\nurl = \"postgresql://db/app\"\n"),
        PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(ConfigLoader.load(directory, Map.of(), Map.of()).notices()).isEmpty();
    Files.writeString(file, "[database]\nurl = \"postgresql://me:pw@db/app\"\n");
    assertThat(ConfigLoader.load(directory, Map.of(), Map.of()).notices())
        .singleElement()
        .asString()
        .contains("database.url");
  }

  @Test
  void without_anything_the_defaults_hold() {
    var found = load("", Map.of());
    assertThat(found.settings().server().port()).isEqualTo(8000);
    assertThat(found.settings().database().url())
        .isEqualTo("sqlite:///" + directory.resolve("tinybase.db"));
    assertThat(found.settings().jwt().keyFile()).isEqualTo(directory.resolve(".tinybase/jwt.key"));
    assertThat(found.effective()).allMatch(value -> value.origin().kind() == Origin.Kind.DEFAULT);
    assertThat(found.file()).isNull();
  }

  @Test
  void options_win_over_the_environment_and_that_over_the_file() {
    var file = "[server]\nhost = \"file\"\nport = 1\npublic_url = \"https://file.example\"";
    var environment = Map.of("TINYBASE_SERVER_HOST", "env", "TINYBASE_SERVER_PORT", "2");
    var found = load(file, environment, Map.of("server.port", "3"));
    assertThat(found.settings().server().publicUrl()).isEqualTo("https://file.example");
    assertThat(found.settings().server().host()).isEqualTo("env");
    assertThat(found.settings().server().port()).isEqualTo(3);
    assertThat(origin(found, "server.public_url")).isEqualTo("tinybase.toml line 4");
    assertThat(origin(found, "server.host")).isEqualTo("TINYBASE_SERVER_HOST");
    assertThat(origin(found, "server.port")).isEqualTo("--port");
    assertThat(origin(found, "log.level")).isEqualTo("default");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "[server]~port = 81             | server.port                     | 81",
        "server_port = 81               | server.port                     | 81",
        "server.port = 81               | server.port                     | 81",
        "server = {port = 81}           | server.port                     | 81",
        "[server]~port = '81'           | server.port                     | 81",
        "[db]~url = 'sqlite:///a.db'    | database.url                    | sqlite:///a.db",
        "[database]~url = 'sqlite:///a.db'| database.url                  | sqlite:///a.db",
        "debug = true                   | debug                           | true",
        "[server]~debug = true          | debug                           | true",
        "[server]~log_level = 'error'   | log.level                       | error",
        "log_level = 'ERROR'            | log.level                       | ERROR",
        "[jwt]~access_token_expire_minutes = 5      | jwt.access_token_expire_minutes | 5",
        "[auth]~jwt_access_token_expire_minutes = 5 | jwt.access_token_expire_minutes | 5",
        "[auth]~jwt_algorithm = 'HS512' | jwt.algorithm                   | HS512",
        "[cors]~allow_origins = ['https://a.example', 'http://localhost:3000'] |"
            + " cors.allow_origins | [\"https://a.example\",\"http://localhost:3000\"]",
        "[rate_limit]~enabled = false   | rate_limit.enabled              | false",
        "[admin]~email = 'a@b.example'  | admin.email                     | a@b.example",
        "[scheduler]~enabled = false    | scheduler.enabled               | false",
        "[scheduler]~interval_seconds = 7           | scheduler.interval_seconds | 7",
        "[scheduler]~token_cleanup_interval = 7     | scheduler.token_cleanup_interval | 7",
        "[scheduler]~metrics_collection_interval = 7|"
            + " scheduler.metrics_collection_interval | 7",
        "[scheduler]~function_timeout_seconds = 7   | scheduler.function_timeout_seconds | 7",
        "[scheduler]~max_schedules_per_tick = 7     | scheduler.max_schedules_per_tick | 7",
        "[scheduler]~max_concurrent_executions = 7  |" + " scheduler.max_concurrent_executions | 7",
        "scheduler_interval_seconds = 7 | scheduler.interval_seconds      | 7",
        "metrics_collection_interval = 7| scheduler.metrics_collection_interval | 7",
        "server_timezone = 'Asia/Tokyo' | server.timezone                 | Asia/Tokyo",
      })
  void every_spelling_of_the_original_is_understood(String toml, String key, String value) {
    var found = load(toml.replace('~', '\n'), Map.of());
    assertThat(effective(found, key).value()).isEqualTo(value);
    assertThat(found.notices()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "TINYBASE_DB_URL       | postgresql://u@h/d       | postgresql://u@h/d",
        "TINYBASE_DATABASE_URL | postgres://u@h:5432/d    | postgresql://u@h:5432/d",
        "TINYBASE_DATABASE_URL | postgresql+psycopg://h/d | postgresql://h/d",
        "TINYBASE_DATABASE_URL | sqlite:////data/a.db     | sqlite:////data/a.db",
      })
  void database_urls_come_in_several_spellings(String variable, String text, String url) {
    assertThat(load("", Map.of(variable, text)).settings().database().url()).isEqualTo(url);
  }

  @Test
  void the_scheduler_is_configured_by_the_variables_of_the_original() {
    var found =
        load(
            "",
            Map.of(
                "TINYBASE_SCHEDULER_ENABLED", "false",
                "TINYBASE_SCHEDULER_MAX_CONCURRENT_EXECUTIONS", "3",
                "TINYBASE_SERVER_TIMEZONE", "Europe/Berlin"));
    assertThat(found.settings().scheduler().enabled()).isFalse();
    assertThat(found.settings().scheduler().maxConcurrentExecutions()).isEqualTo(3);
    assertThat(found.settings().server().timezone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(found.notices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berln", "+02:00", "europe/berlin", "UTC+2", " "})
  void a_time_zone_is_one_of_the_iana_database(String zone) {
    assertThatThrownBy(() -> load("", Map.of(), Map.of("server.timezone", zone)))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("IANA time zone such as Europe/Berlin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example,https://b.example",
        " https://a.example , https://b.example ",
        "[\"https://a.example\", \"https://b.example\"]"
      })
  void lists_in_the_environment_are_comma_lists_or_json(String text) {
    var found = load("", Map.of("TINYBASE_CORS_ALLOW_ORIGINS", text));
    assertThat(found.settings().cors().allowOrigins())
        .containsExactly("https://a.example", "https://b.example");
  }

  @Test
  void debug_logs_everything() {
    assertThat(load("debug = true", Map.of()).settings().log().level()).isEqualTo("debug");
    assertThat(load("", Map.of("TINYBASE_DEBUG", "1")).settings().log().level()).isEqualTo("debug");
  }

  @Test
  void limits_can_be_turned_off_by_the_environment() {
    var found = load("", Map.of("TINYBASE_RATE_LIMIT_ENABLED", "false"));
    assertThat(found.settings().rateLimit().enabled()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "prot = 1                      | tinybase.toml line 2: unknown key 'server.prot'; did you"
            + " mean 'server.port'?",
        "port = 70000                  | tinybase.toml line 2: 'server.port' must be a whole number"
            + " from 0 to 65535, not '70000'",
        "port = -1                     | line 2: 'server.port' must be",
        "port = 1.5                    | line 2: 'server.port' must be",
        "port = 'many'                 | line 2: 'server.port' must be",
        "port = [1]                    | line 2: 'server.port' must be",
        "host = 7                      | 'server.host' must be a text that is not empty, in quotes",
        "host = ''                     | 'server.host' must be a text that is not empty",
        "public_url = 'example.org'    | 'server.public_url' must be a URL such as",
        "security_contact = 'me'       | 'server.security_contact' must be an e-mail address, or a",
        "security_contact = 'http://a' | 'server.security_contact' must be an e-mail address, or a",
        "base_path = 'app'             | 'server.base_path' must be a path such as /app, or /",
        "base_path = '/a b'            | 'server.base_path' must be a path such as /app, or /",
        "base_path = '/a/../b'         | 'server.base_path' must be a path such as /app, or /",
        "base_path = '//a'             | 'server.base_path' must be a path such as /app, or /",
        "trusted_proxies = ['10.0.0.0/33'] | 'server.trusted_proxies' must be a list, each entry an"
            + " IP address",
        "trusted_proxies = [1]         | 'server.trusted_proxies' must be a list",
        "cors.port = 1                 | unknown key 'server.cors.port'",
        "log_level = 'wraning'         | not 'wraning'; did you mean 'warning'?",
        "port = 1~port = 2             | is not valid TOML",
        "port                          | is not valid TOML",
        "[[x]]                         | unknown key 'x'",
      })
  void what_is_wrong_in_the_file_is_named_with_its_line(String line, String message) {
    assertThatThrownBy(() -> load("[server]\n" + line.replace('~', '\n'), Map.of()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "TINYBASE_SERVER_PROT | 1       | TINYBASE_SERVER_PROT: unknown key 'TINYBASE_SERVER_PROT';"
            + " did you mean 'TINYBASE_SERVER_PORT'?",
        "TINYBASE_PORT        | 80      | did you mean 'TINYBASE_SERVER_PORT'?",
        "TINYBASE_URL         | x       | did you mean 'TINYBASE_DATABASE_URL'?",
        "TINYBASE_AUTH_BCRYPT_COST | 40 | 'TINYBASE_AUTH_BCRYPT_COST' must be a whole number from 4"
            + " to 16, not '40'",
        "TINYBASE_DATABASE_DURABILITY | fulll | must be one of full, normal, not 'fulll'; did you"
            + " mean 'full'?",
        "TINYBASE_RATE_LIMIT_ENABLED | maybe | must be true or false, not 'maybe'",
        "TINYBASE_DB_URL | mysql://h/d | must be sqlite:///file.db or postgresql://",
        "TINYBASE_DB_URL | sqlite:///:memory: | must be sqlite:///file.db or postgresql://",
        "TINYBASE_DB_URL | postgresql://host | must be sqlite:///file.db or postgresql://",
        "TINYBASE_CORS_ALLOW_ORIGINS | a.example | must be a list, each entry * or an origin",
        "TINYBASE_CORS_ALLOW_ORIGINS | *,https://a.example | keep '*' alone, or the others",
        "TINYBASE_JWT_SECRET_KEY | short | must be 32 bytes or longer for HS256",
      })
  void what_is_wrong_in_the_environment_is_named_with_its_variable(
      String variable, String value, String message) {
    assertThatThrownBy(() -> load("", Map.of(variable, value)))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining(variable)
        .hasMessageContaining(message);
  }

  @Test
  void all_problems_are_reported_at_once() {
    var file = "[server]\nport = 99999\nprot = 1\n\n[log]\nlevel = \"loud\"\n";
    var environment = Map.of("TINYBASE_AUTH_BCRYPT_COST", "x", "TINYBASE_NONSENSE", "1");
    var invalid = catchThrowableOfType(InvalidConfiguration.class, () -> load(file, environment));
    assertThat(invalid.faults())
        .extracting(complaint -> complaint.origin().toString())
        .containsExactly(
            "tinybase.toml line 2",
            "tinybase.toml line 3",
            "tinybase.toml line 6",
            "TINYBASE_AUTH_BCRYPT_COST",
            "TINYBASE_NONSENSE");
  }

  @Test
  void a_broken_file_does_not_hide_what_is_wrong_in_the_environment() {
    assertThatThrownBy(() -> load("[server", Map.of("TINYBASE_NONSENSE", "1")))
        .hasMessageContaining("not valid TOML")
        .hasMessageContaining("TINYBASE_NONSENSE");
  }

  @Test
  void two_spellings_of_one_key_must_agree() {
    var both = Map.of("TINYBASE_DB_URL", "sqlite:///a", "TINYBASE_DATABASE_URL", "sqlite:///b");
    assertThatThrownBy(() -> load("", both)).hasMessageContaining("set the same and differ");
    var same = Map.of("TINYBASE_DB_URL", "sqlite:///a", "TINYBASE_DATABASE_URL", "sqlite:///a");
    assertThat(load("", same).settings().database().url()).endsWith("/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TINYBASE_FUNCTION_COLD_START_POOL_SIZE",
        "TINYBASE_RATE_LIMIT_BACKEND",
        "TINYBASE_ADMIN_STATIC_DIR",
        "TINYBASE_AUTH_TOKEN_TTL_HOURS",
        "TINYBASE_FUNCTION_LOGGING_ENABLED",
        "TINYBASE_EMAIL_SMTP_PASSWORD",
      })
  void keys_that_mean_nothing_here_are_noticed_not_refused(String variable) {
    assertThat(load("", Map.of(variable, "hunter2")).notices())
        .singleElement()
        .asString()
        .contains(variable, "has no effect")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "TINYBASE_JAVA_HOME, /opt/jdk",
    "TINYBASE_JAVA_OPTS, -Xmx64m",
    "TINYBASE_SERVICE_HOST, 10.0.0.1",
    "TINYBASE_SERVICE_PORT_HTTP, 80",
    "TINYBASE_PORT, tcp://10.0.0.1:80",
    "TINYBASE_PORT_80_TCP_ADDR, 10.0.0.1",
    "TINYBASE_SERVER_PORT, ''",
    "PATH, /bin",
  })
  void variables_of_the_launcher_and_of_kubernetes_are_none_of_ours(String name, String value) {
    var found = load("", Map.of(name, value));
    assertThat(found.settings().server().port()).isEqualTo(8000);
    assertThat(found.notices()).isEmpty();
  }

  @Test
  void secrets_are_never_shown() {
    var secret = "0123456789abcdef0123456789abcdef";
    var found =
        load(
            "",
            Map.of(
                "TINYBASE_JWT_SECRET_KEY", secret,
                "TINYBASE_METRICS_TOKEN", secret,
                "TINYBASE_ADMIN_PASSWORD", secret,
                "TINYBASE_DB_URL", "postgresql://u:" + secret + "@h/d?password=" + secret));
    assertThat(found.effective().toString()).doesNotContain(secret);
    assertThat(effective(found, "jwt.secret_key").value()).isEqualTo("***");
    assertThat(effective(found, "database.url").value())
        .isEqualTo("postgresql://u:***@h/d?password=***");
    assertThat(found.settings().database().url()).contains(secret);
  }

  @Test
  void secrets_are_not_in_complaints_either() {
    assertThatThrownBy(() -> load("", Map.of("TINYBASE_DB_URL", "pg://u:hunter2@h:x/d")))
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> load("[jwt]\nsecret_key = 'hunter2'", Map.of()))
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void keys_after_strings_of_several_lines_have_their_line() {
    var file = "[server]\nhost = '''\nport = 1\n'''\nport = 99999\n";
    assertThatThrownBy(() -> load(file, Map.of())).hasMessageContaining("line 5: 'server.port'");
  }

  @Test
  void a_file_in_another_encoding_is_a_sentence() throws IOException {
    Files.write(directory.resolve("tinybase.toml"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> ConfigLoader.load(directory, Map.of(), Map.of()))
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void single_values_can_be_changed_for_tests() {
    var settings = Settings.with(Map.of("server.port", "0", "rate_limit.enabled", "false"));
    assertThat(settings.server().port()).isZero();
    assertThat(settings.rateLimit().enabled()).isFalse();
    assertThatThrownBy(() -> Settings.with(Map.of("server.prot", "0")))
        .hasMessageContaining("server.port");
  }

  private Configuration load(String file, Map<String, String> environment) {
    return load(file, environment, Map.of());
  }

  private Configuration load(
      String file, Map<String, String> environment, Map<String, String> options) {
    try {
      if (!file.isEmpty()) {
        Files.writeString(directory.resolve("tinybase.toml"), file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return ConfigLoader.load(directory, environment, options);
  }

  private static Configuration.EffectiveValue effective(Configuration found, String key) {
    return found.effective().stream()
        .filter(value -> value.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static String origin(Configuration found, String key) {
    return effective(found, key).origin().toString();
  }
}
