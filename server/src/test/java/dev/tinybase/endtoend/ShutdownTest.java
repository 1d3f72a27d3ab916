package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: what is in flight is finished, what was acknowledged is kept, and the end is clean. */
class ShutdownTest {
  private static final int TERMINATED = 128 + 15;

  @TempDir Path folder;

  @Test
  void a_request_in_flight_is_answered() throws IOException {
    try (var server = start()) {
      var port = URI.create(server.base()).getPort();
      var token = Http.at(server.base()).login("admin@example.com");
      makeCollection(Http.at(server.base()).as(token));
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(60_000);
        var body =
            "{\"data\":{\"title\":\"late\",\"body\":\""
                + Writers.body("late")
                + "\",\"round\":1,\"changes\":0}}";
        send(socket, head(token, body.length()) + body.substring(0, 10));
        awaitInFlight(socket);
        server.askToEnd();
        awaitRefusal(port);
        send(socket, body.substring(10));
        assertThat(statusLine(socket.getInputStream())).isEqualTo("HTTP/1.1 201 Created");
      }
      assertThat(server.awaitEnd()).isIn(0, TERMINATED);
    }
    try (var server = start()) {
      assertThat(Writers.read(asAdmin(server), 1)).hasSize(1);
    }
  }

  @Test
  void under_load_nothing_that_was_acknowledged_is_lost() throws InterruptedException {
    Map<String, Integer> acknowledged;
    try (var server = start()) {
      var http = asAdmin(server);
      makeCollection(http);
      try (var writers = Writers.start(http, 1, 8).await(100)) {
        assertThat(server.terminate()).isIn(0, TERMINATED);
        acknowledged = writers.acknowledged();
      }
      assertThat(server.log()).doesNotContain("Exception", "SEVERE");
      assertThat(server.log().lines().filter(line -> line.contains(" POST " + Writers.RECORDS)))
          .as("the access log has a line for each request")
          .hasSizeGreaterThanOrEqualTo(acknowledged.size())
          .allMatch(line -> line.length() < 200);
    }
    assertThat(acknowledged).isNotEmpty();
    assertThat(folder.resolve("tinybase.db-wal")).as("a clean end leaves one file").doesNotExist();
    try (var server = start()) {
      assertThat(Writers.read(asAdmin(server), 1)).containsAllEntriesOf(acknowledged);
    }
  }

  private ServerProcess start() {
    return ServerProcess.start(
        folder,
        Map.of(
            "TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true",
            "TINYBASE_SERVER_SHUTDOWN_SECONDS", "60"));
  }

  private static Http asAdmin(ServerProcess server) {
    var http = Http.at(server.base());
    return http.as(http.login("admin@example.com"));
  }

  private static void makeCollection(Http http) {
    var made =
        http.post(
            "/api/collections",
            """
            {"name": "notes", "label": "Notes", "schema": {"fields": [
              {"name": "title", "type": "string"}, {"name": "body", "type": "string"},
              {"name": "round", "type": "integer"}, {"name": "changes", "type": "integer", "default": 0}]}}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private static String head(String token, int length) {
    return "POST /api/collections/notes/records HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: application/json\r\nExpect: 100-continue\r\nAuthorization: Bearer "
        + (token + "\r\nContent-Length: " + length + "\r\n\r\n");
  }

  /** The server's "100 Continue" says that it has begun with the request. */
  private static void awaitInFlight(Socket socket) throws IOException {
    assertThat(statusLine(socket.getInputStream())).startsWith("HTTP/1.1 100");
    assertThat(statusLine(socket.getInputStream())).isEmpty();
  }

  /** A server that ends takes no new connections. */
  private static void awaitRefusal(int port) {
    Eventually.until(
        "the server takes no more connections",
        () -> {
          try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
          } catch (IOException _) {
            return true;
          }
        });
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static String statusLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
