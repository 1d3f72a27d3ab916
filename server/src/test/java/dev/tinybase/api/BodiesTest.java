package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.http.Gzip;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodiesTest {
  private static final String HOST = "Host: localhost\r\n";

  private TestApi api;

  @BeforeAll
  void start() {
    var settings = TestApi.settings(s -> TestApi.limits(s, 10_000, 100_000, 30));
    var routes =
        List.of(
            Route.post("/echo", "things_echo").json("Any").handle(r -> Response.json(r.json())),
            Route.post("/import", "things_import").stream("Any")
                .handle(r -> Response.json(Json.object().put("bytes", count(r)))),
            Route.post("/none", "things_none").handle(_ -> Response.noContent()),
            Route.get("/health2", "things_get").handle(_ -> Response.noContent()));
    api = new TestApi(settings, TestApi.services(), routes);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  private static long count(Request request) {
    try (var in = request.stream()) {
      return in.readAllBytes().length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(int length) {
    return '"' + "a".repeat(length - 2) + '"';
  }

  private HttpResponse<String> post(String path, byte[] body, String... headers) {
    return api.send(
        api.request(path).POST(BodyPublishers.ofByteArray(body)).headers(headers).build());
  }

  @Test
  void a_body_up_to_the_limit_is_taken_and_not_a_byte_more() {
    assertThat(api.post("/echo", text(10_000)).statusCode()).isEqualTo(200);
    var refused = api.post("/echo", text(10_001));
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("body_too_large", "10000 bytes");
  }

  @Test
  void the_limit_holds_for_chunks_too() {
    var body = text(10_001);
    var chunked =
        "POST /echo HTTP/1.1\r\n"
            + HOST
            + "Transfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(body.length())
            + "\r\n"
            + body
            + "\r\n0\r\n\r\n";
    assertThat(api.raw(chunked)).startsWith("HTTP/1.1 413 ").contains("Connection: close");
  }

  @Test
  void a_client_that_sends_a_refused_body_to_its_end_gets_the_answer() {
    var head = "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 8000000\r\n\r\n";
    assertThat(api.raw(head + "x".repeat(8_000_000)))
        .startsWith("HTTP/1.1 413 ")
        .contains("Connection: close", "body_too_large");
  }

  @Test
  void the_size_goes_before_the_path() {
    assertThat(api.post("/nowhere", text(10_001)).statusCode()).isEqualTo(413);
    assertThat(api.send("PUT", "/echo", text(10_001)).statusCode()).isEqualTo(413);
  }

  @Test
  void streams_have_a_limit_of_their_own() {
    assertThat(api.post("/import", "x".repeat(100_000)).body()).isEqualTo("{\"bytes\":100000}");
    assertThat(api.post("/import", "x".repeat(100_001)).statusCode()).isEqualTo(413);
  }

  @Test
  void a_missing_body_is_json_null() {
    assertThat(api.post("/echo", "").body()).isEqualTo("null");
  }

  @Test
  void other_types_than_json_are_a_415() {
    for (var type :
        List.of(
            "application/json",
            "application/merge-patch+json",
            "Application/JSON; charset=UTF-8")) {
      assertThat(api.post("/echo", "{}", "Content-Type", type).statusCode())
          .as(type)
          .isEqualTo(200);
    }
    for (var type :
        List.of(
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/json; charset=latin1")) {
      var answer = api.post("/echo", "{}", "Content-Type", type);
      assertThat(answer.statusCode()).as(type).isEqualTo(415);
      assertThat(answer.body()).contains("unsupported_media_type");
    }
  }

  @Test
  void zipped_bodies_are_unzipped() {
    var zipped = Gzip.bytes("{\"a\":1}".getBytes(UTF_8));
    assertThat(post("/echo", zipped, "Content-Encoding", "gzip").body()).isEqualTo("{\"a\":1}");
    assertThat(post("/import", zipped, "Content-Encoding", "gzip").body())
        .isEqualTo("{\"bytes\":7}");
  }

  @Test
  void a_bomb_does_not_go_off() {
    var bomb = Gzip.bytes(text(9_000_000).getBytes(UTF_8));
    assertThat(bomb.length).isBetween(1_000, 100_000);
    assertThat(post("/import", bomb, "Content-Encoding", "gzip").statusCode()).isEqualTo(413);
    var smaller = Gzip.bytes(text(1_000_000).getBytes(UTF_8));
    assertThat(smaller.length).isLessThan(10_000);
    assertThat(post("/echo", smaller, "Content-Encoding", "gzip").statusCode()).isEqualTo(413);
  }

  @Test
  void what_is_not_gzip_is_a_400_and_other_encodings_a_415() {
    var plain = "{\"a\":1}".getBytes(UTF_8);
    assertThat(post("/echo", plain, "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
    var cut = Arrays.copyOf(Gzip.bytes(plain), 20);
    assertThat(post("/echo", cut, "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
    var answer = post("/echo", plain, "Content-Encoding", "br");
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("gzip");
  }

  @Test
  void json_that_is_none_is_a_422() {
    for (var body :
        List.of("{", "{} {}", "{\"a\":NaN}", "{\"a\":1,\"a\":2}", "\"\\ud800\"", "[".repeat(200))) {
      var answer = api.post("/echo", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(422);
      assertThat(TestApi.json(answer).at("/detail/0/type").stringValue()).isEqualTo("json_invalid");
    }
    assertThat(post("/echo", new byte[] {'"', (byte) 0xff, '"'}, "X-A", "b").statusCode())
        .isEqualTo(422);
  }

  @Test
  void a_body_that_nobody_reads_is_skipped_and_the_connection_goes_on() {
    var two =
        "POST /none HTTP/1.1\r\n"
            + HOST
            + "Content-Length: 5\r\n\r\nhello"
            + "GET /health2 HTTP/1.1\r\n"
            + HOST
            + "Connection: close\r\n\r\n";
    assertThat(api.raw(two).split("HTTP/1.1 204 ", -1)).hasSize(3);
  }

  @Test
  void an_expectation_is_met_before_the_body_comes() {
    var expecting =
        "POST /echo HTTP/1.1\r\n"
            + HOST
            + "Connection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}";
    assertThat(api.raw(expecting)).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ");
  }

  @Test
  void an_expectation_of_too_much_is_refused_at_once() {
    var expecting =
        "POST /echo HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 20000\r\n\r\n";
    assertThat(api.raw(expecting)).startsWith("HTTP/1.1 413 ").contains("Connection: close");
  }
}
