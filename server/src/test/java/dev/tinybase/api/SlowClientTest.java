package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A server that waits one second at most, by a clock that a test moves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowClientTest {
  private static final String HOST = "Host: localhost\r\n";

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger received = new AtomicInteger();
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
                    int count = 0;
                    while (r.stream().read() >= 0) {
                      received.set(++count);
                    }
                    return Response.json(Json.object().put("bytes", count));
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
    var tuning = Tunings.waits(TestApi.TUNING, Duration.ofDays(1), Duration.ofMillis(100));
    api = new TestApi(settings, TestApi.services(), routes, Tunings.nanos(tuning, nanos::get));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), api.server().port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Writes a byte every tenth of a second until the server has had enough; what it said. */
  private String drip(String start, String rest) throws IOException, InterruptedException {
    try (var socket = connect()) {
      socket.getOutputStream().write(start.getBytes(ISO_8859_1));
      var answered = new CountDownLatch(1);
      var dripper =
          Thread.startVirtualThread(() -> {
            try {
              for (int i = 0; !answered.await(1, TimeUnit.MILLISECONDS); i++) {
                pass(Duration.ofMillis(100));
                if (i < rest.length()) {
                  socket.getOutputStream().write(rest.charAt(i));
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

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static String read(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      return "reset";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    try (var socket = connect()) {
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      for (int i = 1; i <= 20; i++) {
        socket.getOutputStream().write('x');
        int sent = i;
        Eventually.until("it has arrived", () -> received.get() == sent);
        pass(Duration.ofMillis(500));
      }
      assertThat(read(socket)).contains("{\"bytes\":20}");
    }
  }

  @Test
  void a_stream_that_stops_is_a_408() throws Exception {
    var head = "POST /import HTTP/1.1\r\n" + HOST + "Content-Length: 20\r\n\r\nxx";
    assertThat(drip(head, "")).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void a_connection_without_a_request_is_closed_without_a_word() throws Exception {
    try (var socket = connect()) {
      var answer = CompletableFuture.supplyAsync(() -> read(socket));
      Eventually.until(
          "it is closed",
          () -> {
            pass(Duration.ofDays(2));
            return answer.isDone();
          });
      assertThat(answer.join()).isEmpty();
    }
  }

  @Test
  void a_reply_that_nobody_reads_ends() throws Exception {
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write(("GET /endless HTTP/1.1\r\n" + HOST + "\r\n").getBytes(ISO_8859_1));
      Eventually.until(
          "it has ended",
          () -> {
            pass(Duration.ofMillis(100));
            return writerFailed.getCount() == 0;
          });
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
