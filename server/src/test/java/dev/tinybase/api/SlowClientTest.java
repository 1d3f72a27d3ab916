package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.http.Response;
import dev.tinybase.http.Tuning;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A server that waits one second at most. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowClientTest {
  private static final String HOST = "Host: localhost\r\n";
  private static final Tuning IMPATIENT =
      Tunings.waits(TestApi.TUNING, Duration.ofMillis(400), Duration.ofMillis(100));

  private final CountDownLatch writerFailed = new CountDownLatch(1);
  private TestApi api;

  @BeforeAll
  void start() {
    var settings = TestApi.settings(s -> TestApi.limits(s, 10_000, 1_000_000, 1));
    var routes =
        List.of(
            Route.post("/echo", "things_echo").json("Any").handle(r -> Response.json(r.json())),
            Route.post("/none", "things_none").handle(_ -> Response.noContent()),
            Route.post("/import", "things_import").stream("Any")
                .handle(r -> {
                  try {
                    return Response.json(
                        Json.object().put("bytes", r.stream().readAllBytes().length));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }),
            Route.get("/endless", "things_endless")
                .handle(_ ->
                    Response.stream(
                        "application/octet-stream",
                        out -> {
                          try {
                            while (true) {
                              out.write(new byte[8192]);
                            }
                          } finally {
                            writerFailed.countDown();
                          }
                        })));
    api = new TestApi(settings, TestApi.services(), routes, IMPATIENT);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), api.server().port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** Writes a byte every now and then until the server has had enough; what it said. */
  private String drip(String start, String rest) throws IOException, InterruptedException {
    try (var socket = connect()) {
      socket.getOutputStream().write(start.getBytes(ISO_8859_1));
      var answered = new CountDownLatch(1);
      var dripper =
          Thread.startVirtualThread(() -> {
            try {
              for (int i = 0; i < rest.length(); i++) {
                socket.getOutputStream().write(rest.charAt(i));
                if (answered.await(100, TimeUnit.MILLISECONDS)) {
                  return;
                }
              }
            } catch (IOException | InterruptedException _) {
              // the server has closed
            }
          });
      var answer = read(socket);
      answered.countDown();
      dripper.join();
      return answer;
    }
  }

  private static String read(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      return "reset";
    }
  }

  @Test
  void a_head_that_takes_too_long_is_a_408() throws Exception {
    assertThat(drip("GET /", "a".repeat(100)))
        .startsWith("HTTP/1.1 408 ")
        .contains("request_timeout", "Connection: close");
  }

  @Test
  void a_body_that_takes_too_long_is_a_408() throws Exception {
    var head = "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 1000\r\n\r\n";
    assertThat(drip(head, " ".repeat(100))).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void a_body_that_stops_is_a_408() throws Exception {
    var head = "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 1000\r\n\r\n{";
    assertThat(drip(head, "")).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void a_body_that_nobody_wants_and_that_does_not_come_is_a_408() throws Exception {
    var head = "POST /none HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\n";
    assertThat(drip(head, "")).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void a_stream_may_take_longer_as_long_as_it_goes_on() throws Exception {
    var head =
        "POST /import HTTP/1.1\r\n" + HOST + "Connection: close\r\nContent-Length: 20\r\n\r\n";
    assertThat(drip(head, "x".repeat(20))).contains("{\"bytes\":20}");
  }

  @Test
  void a_stream_that_stops_is_a_408() throws Exception {
    var head = "POST /import HTTP/1.1\r\n" + HOST + "Content-Length: 20\r\n\r\nxx";
    assertThat(drip(head, "")).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void a_connection_without_a_request_is_closed_without_a_word() throws Exception {
    try (var socket = connect()) {
      assertThat(read(socket)).isEmpty();
    }
  }

  @Test
  void a_reply_that_nobody_reads_ends() throws Exception {
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write(("GET /endless HTTP/1.1\r\n" + HOST + "\r\n").getBytes(ISO_8859_1));
      assertThat(writerFailed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_client_that_vanishes_half_way_harms_nobody() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (var socket = connect()) {
        socket.setSoLinger(true, 0);
        socket
            .getOutputStream()
            .write(
                ("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 1000\r\n\r\n{")
                    .getBytes(ISO_8859_1));
      }
    }
    assertThat(api.post("/echo", "{}").statusCode()).isEqualTo(200);
  }
}
