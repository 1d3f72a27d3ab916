package dev.tinybase.functions.calls;

import static dev.tinybase.functions.calls.HandMade.named;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Response;
import dev.tinybase.testing.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that take the request as it is and answer for themselves. */
class RawTest {
  private FunctionServer server;

  @BeforeEach
  void start() {
    server =
        FunctionServer.start(
            Engine.SQLITE,
            "functions.max_payload_bytes",
            "2000",
            "functions.max_result_bytes",
            "2000",
            "functions.record_payloads",
            "true");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void the_request_arrives_as_it_was_sent() {
    server.add(
        named(
                "hook",
                (_, _, input) -> {
                  var request = request(input);
                  return new CallResult.Http(
                      Response.text(
                          request.method()
                              + " "
                              + request.header("X-Signature").orElse("none")
                              + " "
                              + request.parameter("a b").orElse("none")
                              + " "
                              + request.text()));
                })
            .raw()
            .methods("POST", "PUT", "GET"));
    var http = server.http().with("X-Signature", "abc").with("Content-Type", "text/odd");
    var reply = http.send("POST", "/api/functions/hook?a%20b=%C3%A4", "{no json".getBytes(UTF_8));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(reply.text()).isEqualTo("POST abc ä {no json");
    assertThat(http.get("/api/functions/hook").text()).isEqualTo("GET abc none ");
    var call = server.log().finished().getFirst();
    assertThat(reply.header("X-Call-Id")).isEqualTo(call.id().toString());
    assertThat(new String(call.input(), UTF_8))
        .isEqualTo("{\"method\":\"POST\",\"query\":{\"a b\":\"ä\"},\"body\":\"{no json\"}");
    assertThat(http.send("PUT", "/api/functions/hook", new byte[2001]).status()).isEqualTo(413);
  }

  @Test
  void headers_are_ascii_without_control_characters_or_the_call_is_refused() throws IOException {
    server.add(
        named(
                "hook",
                (_, _, input) ->
                    new CallResult.Http(
                        Response.text(request(input).header("X-Name").orElse("none"))))
            .raw());
    assertThat(withHeader("X-Name: a%C3%A4\tb")).contains(" 200 OK").endsWith("a%C3%A4\tb");
    for (var bad : List.of("\u00c3\u00a4", "\u00e4", "\u00c0\u00ae", "\u00ed\u00a0\u0080")) {
      assertThat(withHeader("X-Name: a" + bad))
          .contains(" 400 ", "malformed_header", "'x-name'", "RFC 8187");
    }
    for (var bad : List.of("\0", "\u0007", "\u007f", "\r", "\n")) {
      assertThat(withHeader("X-Name: a" + bad + "b")).contains(" 400 ");
    }
    assertThat(withHeader("X-N\u00e4me: a")).contains(" 400 ");
    assertThat(server.log().finished()).hasSize(1);
  }

  /** The answer to a call with a header of these bytes. */
  private String withHeader(String line) throws IOException {
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.http().base()).getPort())) {
      var request =
          "POST /api/functions/hook HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
              + "Connection: close\r\n"
              + line
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void the_answer_leaves_as_it_was_made() {
    var bytes = new byte[] {0, 1, (byte) 0xff};
    answer(
        "page",
        Response.bytes("image/x-odd", bytes)
            .withStatus(418)
            .header("set-cookie", "a=b; Path=/")
            .header("Set-Cookie", "c=d; Expires=Thu, 01 Jan 2026 00:00:00 GMT")
            .header("x-frame-options", "DENY")
            .header("X-Frame-Options", "SAMEORIGIN")
            .header("Cache-Control", "max-age=60"));
    var reply = server.http().post("/api/functions/page", "");
    assertThat(reply.status()).isEqualTo(418);
    assertThat(reply.header("Content-Type")).isEqualTo("image/x-odd");
    assertThat(reply.headers().allValues("Set-Cookie"))
        .containsExactly("a=b; Path=/", "c=d; Expires=Thu, 01 Jan 2026 00:00:00 GMT");
    assertThat(reply.headers().allValues("X-Frame-Options")).containsExactly("SAMEORIGIN");
    assertThat(reply.headers().allValues("Cache-Control")).containsExactly("max-age=60");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    answer("away", Response.redirect("/elsewhere"));
    assertThat(server.http().post("/api/functions/away", "").header("Location"))
        .isEqualTo("/elsewhere");
    answer("empty", Response.status(204));
    assertThat(server.http().post("/api/functions/empty", "").status()).isEqualTo(204);
  }

  @Test
  void headers_can_not_break_out_of_their_line_nor_take_the_connection_over() {
    for (var header :
        Map.of(
                "X-A", "b\r\nX-C: d",
                "X-B", "ä",
                "a b", "c",
                "Transfer-Encoding", "chunked",
                "content-length", "3",
                "Connection", "close")
            .entrySet()) {
      answer("page", Response.text("x").header(header.getKey(), header.getValue()));
      var reply = server.http().post("/api/functions/page", "");
      assertThat(reply.status()).as(header.toString()).isEqualTo(500);
      assertThat(reply.json().get("error_type").stringValue()).isEqualTo("InvalidResponse");
    }
  }

  @Test
  void senders_of_webhooks_see_failures_in_the_status() {
    server.add(
        named(
                "hook",
                (_, _, _) -> {
                  throw new IllegalStateException("no luck");
                })
            .raw());
    var reply = server.admin().post("/api/functions/hook", "");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.json().get("error_message").stringValue()).isEqualTo("no luck");
    answer("long", Response.text("x".repeat(2001)));
    assertThat(server.http().post("/api/functions/long", "").json().get("error_type").stringValue())
        .isEqualTo("ResultSizeError");
    server.add(
        named(
                "picky",
                (_, _, _) -> {
                  throw new FunctionException("no_image", "Send an image.");
                })
            .raw());
    assertThat(server.http().post("/api/functions/picky", "").status()).isEqualTo(400);
  }

  @Test
  void a_key_replays_bytes_too() {
    answer("page", Response.bytes("image/x-odd", new byte[] {(byte) 0xff, 0, 1}));
    var http = server.http().with("Idempotency-Key", "k");
    var first = http.send("POST", "/api/functions/page", "x".getBytes(UTF_8));
    var second = http.send("POST", "/api/functions/page", "x".getBytes(UTF_8));
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(second.text()).isEqualTo(first.text()).hasSize(3);
    assertThat(second.header("X-Call-Id")).isEqualTo(first.header("X-Call-Id"));
    assertThat(http.send("POST", "/api/functions/page", "y".getBytes(UTF_8)).status())
        .isEqualTo(422);
  }

  private void answer(String name, Response response) {
    server.add(named(name, (_, _, _) -> new CallResult.Http(response)).raw());
  }

  private static Request request(Input input) {
    var raw = (Input.Raw) input;
    return new Request(raw.method(), raw.headers(), raw.query(), raw.body());
  }
}
