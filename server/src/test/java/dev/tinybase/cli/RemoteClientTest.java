package dev.tinybase.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tinybase.config.RemoteServers.RemoteServer;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands make of the answers of another server, and of none. */
class RemoteClientTest {
  private static final String BUSY = "{\"detail\": \"Busy\", \"code\": \"overloaded\"}";

  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  private record Answer(int status, String retryAfter, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.close();
  }

  @Test
  void a_server_that_asks_for_patience_gets_some() {
    answers.add(new Answer(503, "1", BUSY));
    answers.add(new Answer(429, "0", BUSY));
    answers.add(new Answer(200, "", "{\"fine\": true}"));
    try (var client = client(Duration.ofSeconds(30))) {
      assertThat(client.send("GET", "/x", null).path("fine").asBoolean()).isTrue();
    }
    assertThat(requests).containsExactly("GET /x", "GET /x", "GET /x");
    assertThat(notices.getFirst()).contains("(503)", "again in 1 s");
  }

  @ParameterizedTest
  @CsvSource({"POST, 503, 1", "GET, 503, 61", "GET, 503, soon", "GET, 503, ''", "DELETE, 500, 1"})
  void what_may_have_happened_or_takes_too_long_is_not_tried_again(
      String method, int status, String retryAfter) {
    answers.add(new Answer(status, retryAfter, BUSY));
    try (var client = client(Duration.ofSeconds(30))) {
      assertThatThrownBy(() -> client.send(method, "/x", null))
          .hasMessageContaining("(" + status + "): Busy");
    }
    assertThat(requests).hasSize(1);
    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | not_authenticated  | set TINYBASE_API_TOKEN to it",
        "403 | admin_required     | must be an admin's",
        "403 | insufficient_scope | a token with that scope",
        "413 | body_too_large     | server.max_import_bytes",
        "409 | deployment_drift   | Because",
      })
  void a_refusal_says_what_to_do_and_keeps_its_code(int status, String code, String said) {
    var body = "{\"detail\": \"Because\", \"code\": \"%s\", \"drift\": [1]}".formatted(code);
    answers.add(new Answer(status, "", body));
    try (var client = client(Duration.ofSeconds(30))) {
      assertThatThrownBy(() -> client.send("POST", "/x", Json.object()))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.detail()).contains("(there) says", said).doesNotContain("tb_x");
                assertThat(problem.code()).isEqualTo(code);
                assertThat(problem.members().get("drift")).hasToString("[1]");
              });
    }
  }

  @Test
  void a_page_of_something_else_is_told_as_that() {
    answers.add(new Answer(200, "", "<html>"));
    answers.add(new Answer(302, "", ""));
    try (var client = client(Duration.ofSeconds(30))) {
      for (int status : new int[] {200, 302}) {
        assertThatThrownBy(() -> client.send("GET", "/x", null))
            .hasMessageContaining("is no TinyBase")
            .hasMessageContaining("status " + status)
            .hasMessageContaining("tinybase.toml line 2");
      }
    }
  }

  @Test
  void a_server_that_hangs_or_is_not_there_is_not_waited_for() {
    try (var client = client(Duration.ofMillis(200))) {
      assertThatThrownBy(() -> client.send("GET", "/hang", null))
          .hasMessageContaining("gave no answer within");
      assertThatThrownBy(() -> client.download("/half", OutputStream.nullOutputStream()))
          .hasMessageContaining("gave no answer within");
    }
    server.stop(0);
    try (var client = client(Duration.ofSeconds(30))) {
      assertThatThrownBy(() -> client.send("GET", "/x", null))
          .hasMessageContaining("cannot be reached")
          .hasMessageContaining("Is it running");
    }
  }

  @Test
  void failures_of_the_files_are_not_those_of_the_server() throws IOException {
    try (var client = client(Duration.ofSeconds(30))) {
      answers.add(new Answer(200, "", "{\"n\": 1}"));
      var out = new ByteArrayOutputStream();
      client.download("/x", out);
      assertThat(out.toString(UTF_8)).isEqualTo("{\"n\": 1}");
      answers.add(new Answer(200, "", "{}"));
      assertThatThrownBy(() -> client.download("/x", new FullDisk()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      var broken = new ApiClient.Upload(new BrokenDisk(), "text/csv", false);
      assertThatThrownBy(() -> client.upload("/x", broken))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Input/output error");
      answers.add(new Answer(200, "", "{\"read\": true}"));
      var file = new ByteArrayInputStream("a\n1\n".getBytes(UTF_8));
      var done = client.upload("/x", new ApiClient.Upload(file, "text/csv", false));
      assertThat(done.path("read").asBoolean()).isTrue();
    }
  }

  private RemoteClient client(Duration timeout) {
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    var remote =
        new RemoteServer(
            "there", url, "tb_x", timeout, "tinybase.toml line 2", "TINYBASE_API_TOKEN");
    return new RemoteClient(remote, notices::add);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      exchange.getRequestBody().readAllBytes();
      switch (exchange.getRequestURI().getPath()) {
        case "/hang" -> hang();
        case "/half" -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          hang();
        }
        default -> send(exchange, answers.remove());
      }
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    if (!answer.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
    }
    var body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private void hang() {
    try {
      end.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  private static final class BrokenDisk extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("Input/output error");
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return read();
    }
  }
}
