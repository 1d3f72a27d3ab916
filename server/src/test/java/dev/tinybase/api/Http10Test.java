package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Proxies such as nginx speak HTTP/1.0 by default: no chunks, and one request a connection. */
class Http10Test {
  private final TestApi api =
      TestApi.with(
          Route.get("/things/{name}", "things_get")
              .handle(r -> Response.json(Json.object().put("name", r.variable("name")))),
          Route.post("/echo", "things_echo").json("Any").handle(r -> Response.json(r.json())),
          Route.get("/stream", "things_stream")
              .handle(_ ->
                  Response.stream(
                      "text/plain",
                      out -> {
                        out.write(new byte[] {'a', 'b'});
                        out.flush();
                        out.write("c".repeat(40_000).getBytes(US_ASCII));
                      })));

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void a_request_without_host_is_answered_and_the_connection_closed() {
    var answer = api.raw("GET /things/1 HTTP/1.0\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Connection: close", "Content-Length: 12")
        .endsWith("\r\n\r\n{\"name\":\"1\"}");
  }

  @Test
  void to_be_kept_alive_is_asked_in_vain() {
    var twice = "GET /things/1 HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n";
    assertThat(api.raw(twice + twice).split("HTTP/1.1 200 ", -1)).hasSize(2);
  }

  @Test
  void a_body_has_a_length_and_is_not_asked_for() {
    var answer =
        api.raw(
            "POST /echo HTTP/1.0\r\nContent-Type: application/json; charset=utf8\r\n"
                + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}");
    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("{}");
  }

  @Test
  void a_stream_goes_as_it_is_and_ends_with_the_connection() {
    var answer = api.raw("GET /stream HTTP/1.0\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Connection: close")
        .doesNotContain("Transfer-Encoding", "Content-Length")
        .endsWith("\r\n\r\nab" + "c".repeat(40_000));
    assertThat(api.raw("HEAD /stream HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void errors_are_answered_too() {
    assertThat(api.raw("GET /nowhere HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .contains("Connection: close", "not_found");
  }
}
