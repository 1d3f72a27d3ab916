package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are no HTTP, or try to be two at once, get one refusal in JSON and the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadHttpTest {
  private static final String HOST = "Host: localhost\r\n";

  private final AtomicInteger handled = new AtomicInteger();
  private TestApi api;

  @BeforeAll
  void start() {
    api =
        TestApi.with(
            Route.get("/things/{name}", "things_get")
                .handle(r -> Response.json(Json.object().put("name", r.variable("name")))),
            Route.get("/query", "things_query")
                .anyQuery()
                .handle(r -> Response.json(Json.object().put("n", r.query().values().size()))),
            Route.post("/echo", "things_echo")
                .json("Any")
                .handle(r -> {
                  handled.incrementAndGet();
                  return Response.json(r.json());
                }));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  private static Arguments bad(String name, int status, String request) {
    return Arguments.of(name, status, request);
  }

  static Stream<Arguments> refused() {
    var get = "GET /things/1 HTTP/1.1\r\n" + HOST;
    var post = "POST /echo HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\n";
    return Stream.of(
        bad("no request line", 400, "hello\r\n\r\n"),
        bad("no version", 400, "GET /things/1\r\n" + HOST + "\r\n"),
        bad(
            "HTTP/1.0 with chunks",
            400,
            "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        bad("HTTP/1.0 with a bad Host", 400, "GET /things/1 HTTP/1.0\r\nHost: a b\r\n\r\n"),
        bad("HTTP/3.7", 400, "GET /things/1 HTTP/3.7\r\n" + HOST + "\r\n"),
        bad("bare LF", 400, "GET /things/1 HTTP/1.1\nHost: localhost\n\n"),
        bad("LF in headers", 400, get + "A: b\nC: d\r\n\r\n"),
        bad("NUL in a header", 400, get + "A: b\0c\r\n\r\n"),
        bad("NUL in the path", 400, "GET /things/a\0b HTTP/1.1\r\n" + HOST + "\r\n"),
        bad(
            "bytes beyond ASCII in the path",
            400,
            "GET /things/\u00e4 HTTP/1.1\r\n" + HOST + "\r\n"),
        bad("space in a header's name", 400, get + "A b: c\r\n\r\n"),
        bad("space before the colon", 400, get + "Content-Length : 0\r\n\r\n"),
        bad("folded header", 400, get + "A: b\r\n c\r\n\r\n"),
        bad("header without colon", 400, get + "nonsense\r\n\r\n"),
        bad("no host", 400, "GET /things/1 HTTP/1.1\r\n\r\n"),
        bad("two hosts", 400, get + "Host: other\r\n\r\n"),
        bad("bad host", 400, "GET /things/1 HTTP/1.1\r\nHost: a b\r\n\r\n"),
        bad(
            "length and chunks",
            400,
            post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        bad("two lengths", 400, post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"),
        bad("list of lengths", 400, post + "Content-Length: 2, 3\r\n\r\n{}x"),
        bad("negative length", 400, post + "Content-Length: -2\r\n\r\n{}"),
        bad("signed length", 400, post + "Content-Length: +2\r\n\r\n{}"),
        bad("length in hexadecimal", 400, post + "Content-Length: 0x2\r\n\r\n{}"),
        bad("length beyond 64 bits", 400, post + "Content-Length: 99999999999999999999\r\n\r\n{}"),
        bad("unknown transfer encoding", 400, post + "Transfer-Encoding: gzip\r\n\r\n{}"),
        bad("chunked twice", 400, post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        bad("obscured chunked", 400, post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        bad(
            "chunk size that is none",
            400,
            post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
        bad("signed chunk size", 400, post + "Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n"),
        bad(
            "chunk with another end than CR LF",
            400,
            post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\n\n0\r\n\r\n"),
        bad("chunk size +21", 400, post + "Transfer-Encoding: chunked\r\n\r\n+21\r\n{}\r\n"),
        bad(
            "chunk longer than it says",
            400,
            post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx\r\n0\r\n\r\n"),
        bad("endless trailers", 400, chunked(post) + "0\r\n" + manyHeaders(1_000) + "\r\n"),
        bad("negative chunk size", 400, post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n"),
        bad("huge chunk size", 413, post + "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n{}\r\n"),
        bad(
            "long line",
            414,
            "GET /things/" + "a".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
        bad("large header", 400, get + "A: " + "b".repeat(40_000) + "\r\n\r\n"),
        bad("ten thousand headers", 400, get + manyHeaders(10_000) + "\r\n"),
        bad("two hundred headers", 400, get + "Connection: close\r\n" + manyHeaders(200) + "\r\n"));
  }

  private static String chunked(String head) {
    return head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n";
  }

  private static String manyHeaders(int count) {
    var headers = new StringBuilder();
    for (int i = 0; i < count; i++) {
      headers.append('h').append(i).append(": x\r\n");
    }
    return headers.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void is_refused_once_and_in_json(String name, int status, String request) {
    int before = handled.get();
    var answer = api.raw(request + "GET /things/smuggled HTTP/1.1\r\n" + HOST + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("Connection: close");
    assertThat(answer).contains("X-Content-Type-Options: nosniff").containsOnlyOnce("HTTP/1.1 ");
    var body = Json.parse(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    assertThat(body.get("code").stringValue()).isNotEmpty();
    assertThat(body.get("detail").stringValue()).isNotEmpty();
    assertThat(answer).contains("X-Request-Id: " + body.get("request_id").stringValue());
    assertThat(handled.get()).isEqualTo(before);
  }

  private String get(String target) {
    return api.raw("GET " + target + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
  }

  @Test
  void bad_percent_encoding_is_a_400() {
    for (var target :
        new String[] {
          "/things/%",
          "/things/%4",
          "/things/%zz",
          "/things/%ff",
          "/things/%00",
          "/query?a=%zz",
          "/query?%c3=1",
          "/query?a=\u00ff"
        }) {
      assertThat(get(target)).as(target).startsWith("HTTP/1.1 400 ").contains("malformed_url");
    }
  }

  @Test
  void dots_do_not_climb() {
    assertThat(get("/things/%2e%2e%2fetc")).contains("{\"name\":\"../etc\"}");
    assertThat(get("/things/../echo")).startsWith("HTTP/1.1 404 ");
    assertThat(get("/x/../things/1")).startsWith("HTTP/1.1 404 ");
    assertThat(get("//things/1")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void an_absolute_url_is_the_path_in_it() {
    assertThat(get("http://example.com/things/7")).contains("{\"name\":\"7\"}");
  }

  @Test
  void an_asterisk_is_no_path() {
    assertThat(api.raw("OPTIONS * HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
  }

  @Test
  void an_unknown_method_is_a_405() {
    assertThat(api.raw("BREW /echo HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: OPTIONS, POST");
  }

  @Test
  void chunk_extensions_and_trailers_are_ignored() {
    assertThat(
            api.raw(
                "POST /echo HTTP/1.1\r\n"
                    + HOST
                    + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2;a=b\r\n{}\r\n0 ; c\r\nDigest: x\r\nB: c\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("{}");
  }

  @Test
  void requests_may_come_in_one_piece() {
    var first = "GET /things/1 HTTP/1.1\r\n" + HOST + "\r\n";
    var last = "GET /things/2 HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";
    assertThat(api.raw(first + last)).contains("{\"name\":\"1\"}", "{\"name\":\"2\"}");
  }

  @Test
  void too_many_parameters_are_a_400() {
    assertThat(get("/query?" + "a&".repeat(1_001))).contains("too_many_parameters");
    assertThat(get("/query?a=1&b=2&a=3")).contains("{\"n\":2}");
  }
}
