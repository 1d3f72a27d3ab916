package dev.tinybase.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.LogCapture;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server behind the proxies that docs/deploy.md shows, with their real programs and the files of
 * a release.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReverseProxyTest {
  private static final String CLIENT = "127.0.0.2";

  private static final String TICKS =
      """
      import dev.tinybase.sdk.*;
      import java.nio.file.*;
      import java.util.stream.*;

      record Until(String file) {}

      @Register(name = "ticks", auth = Auth.PUBLIC)
      Stream<Integer> ticks(Until until) {
        return Stream.of(1, 2).peek(n -> await(n, Path.of(until.file())));
      }

      void await(int n, Path file) {
        for (int i = 0; n == 2 && i < 2_000 && !Files.exists(file); i++) {
          java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
      }
      """;

  private Certificate certificate;

  @BeforeAll
  void make_a_certificate(@TempDir Path shared) throws Exception {
    certificate = Certificate.in(shared);
  }

  @ParameterizedTest
  @CsvSource({"NGINX,''", "NGINX,/app", "CADDY,''", "CADDY,/app"})
  void clients_have_https_streams_real_addresses_and_large_bodies(
      ReverseProxy.Kind kind, String basePath, @TempDir Path folder) throws Exception {
    try (var log = new LogCapture("access");
        var server =
            TestServer.start(Engine.SQLITE, all -> behind(all, basePath), Clock.systemUTC());
        var proxy = ReverseProxy.start(kind, folder, certificate, server.port(), basePath);
        var client = client()) {
      var base = "https://localhost:" + proxy.port() + basePath;
      var root = client.send(get(base + "/").build(), BodyHandlers.ofString());
      assertThat(root.body()).contains("\"docs\":\"" + basePath + "/docs\"");
      assertThat(client.send(get(base + "/docs").build(), BodyHandlers.ofString()).body())
          .contains("<html");
      Eventually.until(
          "the log has the client's address",
          () -> log.lines().toString().contains(CLIENT + " GET " + basePath + "/docs 200"));

      createCollection(client, base, server.adminToken());
      assertThat(imported(client, base, server.adminToken())).contains("\"inserted\":30000");
      streamsArriveAsTheyAreSent(client, base, server, folder.resolve("go"));
    }
  }

  private static Settings behind(Settings all, String basePath) {
    var server =
        RecordCopy.with(
            all.server(), Map.of("basePath", basePath, "trustedProxies", List.of("127.0.0.1")));
    var log = new Settings.Log("info", true, Settings.Log.Format.TEXT);
    return RecordCopy.with(all, Map.of("server", server, "log", log));
  }

  private HttpClient client() throws Exception {
    return HttpClient.newBuilder()
        .sslContext(certificate.trusting())
        .localAddress(InetAddress.getByName(CLIENT))
        .build();
  }

  private static HttpRequest.Builder get(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(2));
  }

  private static void createCollection(HttpClient client, String base, String token)
      throws Exception {
    var body =
        """
        {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "text", "type": "string"}]}}
        """;
    var made = client.send(post(base + "/api/collections", token, body), BodyHandlers.ofString());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
  }

  private static HttpRequest post(String url, String token, String body) {
    return get(url)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static String imported(HttpClient client, String base, String token) throws Exception {
    var lines = new StringBuilder();
    IntStream.range(0, 30_000)
        .forEach(i -> lines.append("{\"text\":\"number ").append(i).append(" of many\"}\n"));
    var request =
        get(base + "/api/collections/notes/import?format=ndjson")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(lines.toString()))
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static void streamsArriveAsTheyAreSent(
      HttpClient client, String base, TestServer server, Path go) throws Exception {
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("ticks.java"), TICKS);
    server.tinybase().load();
    var request =
        get(base + "/api/functions/ticks")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"file\": \"" + go + "\"}"))
            .build();
    HttpResponse<java.io.InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
    try (var lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("1");
      Files.createFile(go);
      assertThat(lines.readLine()).isEqualTo("2");
      assertThat(lines.readLine()).isNull();
    }
  }
}
