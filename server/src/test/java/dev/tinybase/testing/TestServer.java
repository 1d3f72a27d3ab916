package dev.tinybase.testing;

import dev.tinybase.Serving;
import dev.tinybase.TinyBase;
import dev.tinybase.api.ServerLog;
import dev.tinybase.auth.ClientInfo;
import dev.tinybase.config.ConfigLoader;
import dev.tinybase.config.Configuration;
import dev.tinybase.config.Configuration.EffectiveValue;
import dev.tinybase.config.Settings;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A whole instance on a free port, with a client beside it. The admin is {@code admin@example.com};
 * limits per address and the access log are off, passwords are hashed as cheaply as possible.
 */
public final class TestServer implements AutoCloseable {
  public static final String ADMIN = "admin@example.com";
  public static final String PASSWORD = "correct horse battery";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static final Path CACHE = TempFolder.next();

  /** For who looks at the list of settings: the defaults. */
  private static final List<EffectiveValue> EFFECTIVE =
      ConfigLoader.load(TempFolder.next(), Map.of(), Map.of()).effective();

  private final TinyBase tinybase;
  private final Serving serving;
  private final String adminToken;

  private TestServer(TinyBase tinybase) {
    this.tinybase = tinybase;
    this.serving = tinybase.serve();
    if (!tinybase.auth().users().hasAdmin()) {
      tinybase.auth().users().create(ADMIN, PASSWORD, true);
    }
    this.adminToken = login(ADMIN);
  }

  /** Starts another node on the database of this one, which must be PostgreSQL's. */
  public TestServer another() {
    return new TestServer(TinyBase.open(tinybase.settings(), Clock.systemUTC()));
  }

  /** Starts on a fresh database. */
  public static TestServer start(Engine engine) {
    return start(engine, settings -> settings, Clock.systemUTC());
  }

  /** Starts on a fresh database with other settings and another clock. */
  public static TestServer start(Engine engine, UnaryOperator<Settings> change, Clock clock) {
    var settings = change.apply(settings(engine.migratedUrl()));
    var configuration = new Configuration(settings, EFFECTIVE, List.of(), null);
    return new TestServer(TinyBase.open(configuration, new ServerLog(clock), clock));
  }

  private static Settings settings(String url) {
    var settings =
        Settings.with(
            Map.ofEntries(
                Map.entry("server.host", "127.0.0.1"),
                Map.entry("server.port", "0"),
                Map.entry("server.shutdown_seconds", "1"),
                Map.entry("log.access", "false"),
                Map.entry("auth.bcrypt_cost", "4"),
                Map.entry("jwt.secret_key", "a signing key for tests, long enough for HS256"),
                Map.entry("jwt.key_file", "unused"),
                Map.entry("rate_limit.enabled", "false"),
                // so that a busy machine does not end hooks that only need their turn
                Map.entry("hooks.before_timeout_ms", "30000"),
                // a folder of its own for its functions; what was compiled once is shared by all
                Map.entry("functions.path", TempFolder.next().resolve("functions").toString()),
                Map.entry("functions.cache", CACHE.toString()),
                Map.entry("backup.folder", TempFolder.next().toString()),
                Map.entry("extensions.path", TempFolder.next().toString()),
                Map.entry("secrets.key", "c2VjcmV0cyBvZiB0ZXN0cyBoYXZlIDMyIGJ5dGVzISE="),
                Map.entry("secrets.key_file", "unused")));
    return RecordCopy.with(settings, "database", Engine.settings(url));
  }

  /** The folder of its functions, which is not there at first. */
  public Path functionsFolder() {
    return tinybase.settings().functions().path();
  }

  /** The instance behind it. */
  public TinyBase tinybase() {
    return tinybase;
  }

  /** The address of a path. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + serving.port() + path);
  }

  /** The port. */
  public int port() {
    return serving.port();
  }

  /** The admin's access token. */
  public String adminToken() {
    return adminToken;
  }

  /** Makes an account and gives its access token. */
  public String user(String email) {
    tinybase.auth().users().create(email, PASSWORD, false);
    return login(email);
  }

  private String login(String email) {
    return tinybase
        .auth()
        .logins()
        .login(email, PASSWORD, ClientInfo.at("127.0.0.1"))
        .accessToken();
  }

  public Reply get(@Nullable String token, String path) {
    return send("GET", token, path, null);
  }

  public Reply post(@Nullable String token, String path, String json) {
    return send("POST", token, path, json);
  }

  public Reply patch(@Nullable String token, String path, String json) {
    return send("PATCH", token, path, json);
  }

  public Reply put(@Nullable String token, String path, String json) {
    return send("PUT", token, path, json);
  }

  public Reply delete(@Nullable String token, String path) {
    return send("DELETE", token, path, null);
  }

  /** Sends a request with headers given as name, value, name, value. */
  public Reply send(
      String method,
      @Nullable String token,
      String path,
      @Nullable String body,
      String... headers) {
    var request = HttpRequest.newBuilder(uri(path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return send(request.build());
  }

  /** Sends any request. */
  public Reply send(HttpRequest request) {
    try {
      return new Reply(CLIENT.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    serving.close();
    tinybase.close();
  }

  /** An answer. */
  public record Reply(HttpResponse<String> http) {
    public int status() {
      return http.statusCode();
    }

    public String text() {
      return http.body();
    }

    public JsonNode json() {
      return Json.parse(http.body());
    }

    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }
}
