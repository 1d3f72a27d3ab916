package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients can make the server hold in memory. */
@Timeout(60)
class MemoryTest {
  private static final int MEGABYTE = 1 << 20;

  private final TestApi api =
      new TestApi(
          TestApi.settings(s -> TestApi.limits(s, 4 * MEGABYTE, 4 * MEGABYTE, 30)),
          TestApi.services(),
          List.of(
              Route.post("/echo", "things_echo")
                  .json("Any")
                  .handle(r -> Response.json(Json.object().put("size", r.json().size()))),
              Route.post("/small", "things_small")
                  .json("Any")
                  .mostBytes(100)
                  .handle(_ -> Response.noContent()),
              Route.get("/large", "things_large")
                  .handle(_ -> Response.json(new byte[5 * MEGABYTE])),
              Route.post("/call", "things_call")
                  .bytes("Any")
                  .handle(r -> Response.json(Json.object().put("size", r.json().size())))),
          Tunings.bounds(TestApi.TUNING, 1000, 16 * MEGABYTE));

  @AfterEach
  void stop() {
    api.close();
  }

  private static String many(String value, int bytes) {
    return Stream.generate(() -> value)
        .limit(bytes / (value.length() + 1))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void many_small_values_are_refused_before_they_become_large() {
    for (var value : List.of("{\"a\":1}", "[]", "{}", "1.5", "\"x\"")) {
      for (var path : List.of("/echo", "/call")) {
        var answer = api.post(path, many(value, 3 * MEGABYTE));
        assertThat(answer.statusCode()).as(value).isEqualTo(413);
        assertThat(answer.body()).contains("body_too_large", "MB of memory", "in parts");
      }
    }
    assertThat(api.post("/echo", many("{\"a\":1}", 100_000)).statusCode()).isEqualTo(200);
  }

  @Test
  void a_large_text_is_one_value_whatever_it_holds() {
    var text = "[\"" + "a,b:[{\\\"".repeat(400_000) + "\"]";
    assertThat(api.post("/echo", text).body()).isEqualTo("{\"size\":1}");
  }

  @Test
  void a_route_that_takes_little_says_how_little() {
    var answer = api.post("/small", many("1", 101));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("limit of 100 bytes");
    var chunked =
        "POST /small HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "fffffff\r\n[1,2";
    assertThat(api.raw(chunked)).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void what_is_announced_and_does_not_come_takes_no_room() throws IOException {
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 24; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), api.server().port());
        sockets.add(socket);
        var head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n[";
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      }
      Eventually.until("all have begun", () -> active() >= 24);
      assertThat(api.post("/echo", "\"" + "a".repeat(3 * MEGABYTE) + "\"").statusCode())
          .isEqualTo(200);
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void who_does_not_read_makes_room_for_who_does() throws IOException {
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 10; i++) {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), api.server().port()));
        sockets.add(socket);
        socket
            .getOutputStream()
            .write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
      }
      Eventually.until("they do not read", () -> active() > 1);
      for (int i = 0; i < 3; i++) {
        Eventually.until("there is room", () -> api.get("/large").statusCode() == 200);
      }
      assertThat(api.get("/large").body()).hasSize(5 * MEGABYTE);
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  private int active() {
    return api.get("/metrics", "Authorization", "Bearer admin-token")
        .body()
        .lines()
        .filter(line -> line.startsWith("http_server_active_requests "))
        .map(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  @Test
  void a_document_of_a_stream_is_bounded_too() {
    var large = many("[]", 64 * MEGABYTE);
    try (var parser = Json.mapper().createParser(large)) {
      parser.nextToken();
      assertThatThrownBy(() -> Json.next(parser))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("in parts");
    }
    assertThatThrownBy(() -> Json.parse(large)).isInstanceOf(Problem.class);
  }
}
