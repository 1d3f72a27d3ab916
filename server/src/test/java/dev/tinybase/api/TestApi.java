package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tinybase.auth.Principal;
import dev.tinybase.config.Settings;
import dev.tinybase.http.HttpServer;
import dev.tinybase.http.Tuning;
import dev.tinybase.json.Json;
import dev.tinybase.testing.RecordCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** A server with the routes of a test, and a client for it. */
final class TestApi implements AutoCloseable {
  static final Principal.User USER =
      new Principal.User(new UUID(0, 1), "user@example.com", false, new UUID(0, 11));
  static final Principal.User ADMIN =
      new Principal.User(new UUID(0, 2), "admin@example.com", true, new UUID(0, 12));

  /** The system's time, with little patience. */
  static final Tuning TUNING =
      Tunings.waits(Tuning.system(), Duration.ofSeconds(30), Duration.ofMillis(100));

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  TestApi(Settings settings, Services services, List<Route> routes) {
    this(settings, services, routes, TUNING);
  }

  TestApi(Settings settings, Services services, List<Route> routes, Tuning tuning) {
    server = new HttpServer(settings, new Api(settings, services, routes, tuning), tuning);
    server.start();
  }

  static TestApi with(Route... routes) {
    return new TestApi(settings(server -> server), services(), List.of(routes));
  }

  static Services services() {
    return new Services(TestApi::user, new NoDatabase(), List::of);
  }

  /** The defaults, on a free port of the loopback address, changed as the test likes. */
  static Settings settings(UnaryOperator<Settings.Server> change) {
    var all = Settings.defaults();
    var base =
        new Settings.Server(
            "127.0.0.1",
            0,
            null,
            null,
            "",
            1 << 20,
            4 << 20,
            30,
            5,
            100,
            List.of(),
            false,
            ZoneOffset.UTC);
    return RecordCopy.with(
        all,
        Map.of(
            "server",
            change.apply(base),
            "log",
            new Settings.Log("info", false, Settings.Log.Format.TEXT)));
  }

  static Settings.Server limits(Settings.Server s, long body, long stream, int seconds) {
    return RecordCopy.with(
        s,
        Map.of("maxBodyBytes", body, "maxImportBytes", stream, "requestTimeoutSeconds", seconds));
  }

  static Optional<Principal> user(String token) {
    return switch (token) {
      case "user-token" -> Optional.of(USER);
      case "admin-token" -> Optional.of(ADMIN);
      default -> Optional.empty();
    };
  }

  HttpServer server() {
    return server;
  }

  java.net.http.HttpRequest.Builder request(String path) {
    return java.net.http.HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.port() + path));
  }

  HttpResponse<String> get(String path, String... headers) {
    var request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    var request = request(path).method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> send(java.net.http.HttpRequest request) {
    return send(request, BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(java.net.http.HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends the bytes as they are and returns everything that comes until the server closes. */
  String raw(String bytes) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.parse(response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }
}
