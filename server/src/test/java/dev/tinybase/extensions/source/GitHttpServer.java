package dev.tinybase.extensions.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Serves a repository by HTTP as other machines do: {@code git http-backend}, or its bare files.
 */
final class GitHttpServer implements AutoCloseable {
  private final Path repository;
  private final HttpServer server;
  private final boolean dumb;
  private final @Nullable String credentials;
  final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * @param credentials {@code user:password} that it asks for; null for none
   */
  GitHttpServer(GitFolder folder, boolean dumb, @Nullable String credentials) throws IOException {
    this.repository = folder.path().resolve(".git");
    this.dumb = dumb;
    this.credentials = credentials;
    if (dumb) {
      folder.git("update-server-info");
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** One that sends everybody to another. */
  static GitHttpServer redirecting(GitHttpServer other) throws IOException {
    return new GitHttpServer(other);
  }

  private GitHttpServer(GitHttpServer other) throws IOException {
    repository = other.repository;
    dumb = false;
    credentials = null;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var target = "http://" + other.host() + exchange.getRequestURI();
            exchange.getResponseHeaders().add("Location", target);
            exchange.sendResponseHeaders(302, -1);
          }
        });
    server.start();
  }

  String host() {
    return "localhost:" + server.getAddress().getPort();
  }

  String url() {
    return "http://" + host() + "/repository.git";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestURI().toString());
      var sent = exchange.getRequestHeaders().getFirst("Authorization");
      if (credentials != null
          && !("Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
              .equals(sent)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=git");
        exchange.sendResponseHeaders(401, -1);
      } else if (dumb) {
        answerFile(exchange);
      } else {
        answerByBackend(exchange);
      }
    }
  }

  private void answerFile(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().substring("/repository.git/".length());
    var file = repository.resolve(path);
    if (Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(200, 0);
      Files.copy(file, exchange.getResponseBody());
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
  }

  /** By the rules of CGI. */
  private void answerByBackend(HttpExchange exchange) throws IOException {
    var builder = new ProcessBuilder("git", "http-backend");
    var environment = builder.environment();
    var uri = exchange.getRequestURI();
    environment.put("GIT_PROJECT_ROOT", repository.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("PATH_INFO", uri.getPath().substring("/repository.git".length()));
    environment.put("QUERY_STRING", Objects.requireNonNullElse(uri.getQuery(), ""));
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    for (var name : List.of("Content-Type", "Content-Encoding", "Git-Protocol")) {
      var value = exchange.getRequestHeaders().getFirst(name);
      var variable = name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
      if (value != null) {
        environment.put(name.equals("Content-Type") ? variable : "HTTP_" + variable, value);
      }
    }
    var body = exchange.getRequestBody().readAllBytes();
    environment.put("CONTENT_LENGTH", Integer.toString(body.length));
    var process = builder.start();
    try (var in = process.getOutputStream()) {
      new ByteArrayInputStream(body).transferTo(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    send(exchange, process.getInputStream().readAllBytes());
  }

  private static void send(HttpExchange exchange, byte[] answer) throws IOException {
    var text = new String(answer, java.nio.charset.StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    int status = 200;
    for (var line : text.substring(0, end).split("\r\n", -1)) {
      var header = line.split(": ", 2);
      if (header[0].equals("Status")) {
        status = Integer.parseInt(header[1].substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(header[0], header[1]);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    exchange.getResponseBody().write(answer, end + 4, answer.length - end - 4);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
