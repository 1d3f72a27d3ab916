package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code serve} from its first line to its end; an interrupt stands for the signal. */
class ServeCommandTest {
  private static final Pattern ADDRESS = Pattern.compile("serves (http://[^\\s\\\\]+)");

  @TempDir Path directory;

  @Test
  void it_says_where_it_is_and_how_to_make_the_first_admin_until_there_is_one() throws Exception {
    try (var server = new Serving()) {
      assertThat(server.get("/health")).isEqualTo(200);
      assertThat(server.out()).contains("/docs", "tinybase.db", "/setup?token=");
      assertThat(server.err()).contains("No tinybase.toml in this folder");
    }
    assertThat(cli().run("init", "-e", "ada@example.com", "-p", "correct horse").code()).isZero();
    try (var server = new Serving()) {
      assertThat(server.out()).doesNotContain("setup");
      assertThat(server.err()).doesNotContain("No tinybase.toml");
    }
  }

  @Test
  void what_it_says_is_below_the_base_path() throws Exception {
    Files.writeString(
        directory.resolve("tinybase.toml"),
        "[server]\nbase_path = '/app/'\npublic_url = 'https://example.org'\n");
    try (var server = new Serving()) {
      assertThat(server.out())
          .contains(
              "serves https://example.org/app\n",
              "https://example.org/app/docs\n",
              "https://example.org/app/setup?token=");
    }
  }

  @Test
  void with_a_log_in_json_every_line_is_an_object() throws Exception {
    Files.writeString(
        directory.resolve("tinybase.toml"),
        "[logging]\nformat = 'json'\naccess = true\n[function]\nlogging_enabled = true\n");
    try (var server = new Serving()) {
      assertThat(server.get("/health")).isEqualTo(200);
      Eventually.until(
          "requests are logged", () -> server.err().contains("\"message\":\"GET /health 200\""));
      var lines = (server.out() + server.err()).lines().toList();
      assertThat(lines).hasSizeGreaterThan(2);
      for (var line : lines) {
        var object = Json.parse(line.getBytes(StandardCharsets.UTF_8));
        assertThat(object.propertyNames()).contains("time", "level", "logger", "message");
      }
    }
  }

  @Test
  void its_admin_reads_its_log_and_its_settings_over_http() throws Exception {
    assertThat(cli().run("init", "-e", "ada@example.com", "-p", Http.PASSWORD).code()).isZero();
    Files.writeString(
        directory.resolve("tinybase.toml"),
        """
        [log]
        access = true
        [metrics]
        token = 'a token nobody may see'
        [database]
        readers = 3
        """);
    try (var server = new Serving()) {
      var anyone = Http.at(server.address());
      var admin = anyone.as(anyone.login("ada@example.com"));
      assertThat(anyone.get("/api/admin/logs").status()).isEqualTo(401);
      assertThat(anyone.get("/api/admin/configuration").status()).isEqualTo(401);

      Eventually.until(
          "its requests are in its log",
          () ->
              admin.get("/api/admin/logs?text=POST+/api/auth/login").json().path("logs").size()
                  > 0);
      var log = admin.get("/api/admin/logs?text=POST+/api/auth/login").json();
      var line = log.path("logs").path(0);
      assertThat(line.path("logger").stringValue()).isEqualTo("access");
      var id = line.path("request_id").stringValue();
      assertThat(admin.get("/api/admin/logs?request_id=" + id).json().path("logs"))
          .containsExactly(line);
      var next = log.path("next_after").longValue();
      assertThat(admin.get("/api/admin/logs?level=error&after=" + next).json().path("logs"))
          .isEmpty();
      assertThat(admin.get("/api/admin/logs?level=loud").status()).isEqualTo(422);

      var configuration = admin.get("/api/admin/configuration");
      assertThat(configuration.text()).doesNotContain("nobody may see");
      var port = setting(configuration.json(), "server.port");
      assertThat(port.path("origin").stringValue()).isEqualTo("option");
      assertThat(port.path("toml").stringValue()).isEqualTo("0");
      assertThat(port.path("default").stringValue()).isEqualTo("8000");
      assertThat(port.path("variable").stringValue()).isEqualTo("TINYBASE_SERVER_PORT");
      assertThat(port.path("kind").stringValue()).isEqualTo("number");
      var readers = setting(configuration.json(), "database.readers");
      assertThat(readers.path("origin").stringValue()).isEqualTo("file");
      assertThat(readers.path("source").stringValue()).isEqualTo("tinybase.toml line 6");
      var secret = setting(configuration.json(), "metrics.token");
      assertThat(secret.path("value").isNull() && secret.path("toml").isNull()).isTrue();
      assertThat(secret.path("is_secret").booleanValue()).isTrue();
      assertThat(secret.path("is_set").booleanValue()).isTrue();
      assertThat(setting(configuration.json(), "jwt.secret_key").path("is_set").booleanValue())
          .isFalse();
      assertThat(setting(configuration.json(), "log.format").path("choices")).hasSize(2);
      assertThat(setting(configuration.json(), "log.access").path("kind").stringValue())
          .isEqualTo("flag");
    }
  }

  private static JsonNode setting(JsonNode configuration, String key) {
    return configuration
        .path("settings")
        .valueStream()
        .filter(setting -> setting.path("key").stringValue().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_second_server_on_the_same_file_is_refused_with_a_sentence() throws Exception {
    try (var _ = new Serving()) {
      var second = cli().run("serve", "-p", "0", "--host", "127.0.0.1");
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.err())
          .contains("Another TinyBase serves", "tinybase.db")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_busy_port_is_a_sentence_and_leaves_nothing_behind() throws Exception {
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(busy.getLocalPort());
      var refused = cli().run("serve", "--host", "127.0.0.1", "--port", port);
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("Cannot listen on 127.0.0.1 port " + port, "--port");
      assertThat(refused.out()).isEmpty();
    }
    try (var server = new Serving()) {
      assertThat(server.get("/ready")).isEqualTo(200);
    }
  }

  @Test
  void options_are_checked_like_settings() {
    var result = cli().run("serve", "--port", "99999", "--reload");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("--port: '--port' must be a whole number from 0 to 65535");
  }

  @Test
  void notices_are_told_and_do_not_stop_the_start() throws Exception {
    Files.writeString(directory.resolve("tinybase.toml"), "[function]\nlogging_enabled = true\n");
    try (var server = new Serving("--reload")) {
      assertThat(server.err())
          .contains("'function.logging_enabled' has no effect", "--reload has no effect");
    }
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }

  /** A server in a thread of this process. */
  private final class Serving implements AutoCloseable {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final Thread thread;

    Serving(String... more) {
      var arguments = new ArrayList<>(List.of("serve", "-p", "0", "-h", "127.0.0.1"));
      arguments.addAll(List.of(more));
      var shell = cli().shell(out, err);
      thread =
          Thread.ofPlatform()
              .start(() -> code.complete(Cli.run(shell, arguments.toArray(String[]::new))));
      Eventually.until("the server says where it is", () -> out().contains("  database"));
    }

    String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
      return err.toString(StandardCharsets.UTF_8);
    }

    String address() {
      var address = ADDRESS.matcher(out());
      assertThat(address.find()).isTrue();
      return address.group(1);
    }

    int get(String path) throws Exception {
      var request =
          HttpRequest.newBuilder(URI.create(address() + path))
              .timeout(Duration.ofSeconds(60))
              .build();
      try (var client = HttpClient.newHttpClient()) {
        return client.send(request, BodyHandlers.discarding()).statusCode();
      }
    }

    @Override
    public void close() throws Exception {
      thread.interrupt();
      assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
      assertThat(err()).contains("Stopping.");
    }
  }
}
