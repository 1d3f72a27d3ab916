package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.testing.RecordCopy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplyTest {
  private static final String LONG = "{\"text\":\"" + "abc ".repeat(500) + "\"}";

  private TestApi api;
  private TestApi strict;

  @BeforeAll
  void start() {
    var routes =
        List.of(
            Route.get("/short", "things_short")
                .handle(_ -> Response.json(Json.object().put("a", 1))),
            Route.get("/long", "things_long").handle(_ -> Response.json(LONG.getBytes(UTF_8))),
            Route.get("/large", "things_large").handle(_ -> Response.json(200, large())),
            Route.get("/record", "things_record")
                .handle(r ->
                    ETags.unchanged(r, "\"7\"")
                        ? Response.notModified().header("ETag", "\"7\"")
                        : Response.json(Json.object().put("a", 1)).header("ETag", "\"7\"")),
            Route.put("/record", "things_put")
                .handle(r -> {
                  ETags.require(r, "\"7\"");
                  return Response.noContent();
                }),
            Route.get("/stream", "things_stream")
                .handle(_ ->
                    Response.stream(
                        "application/x-ndjson",
                        out -> {
                          for (int i = 0; i < 5_000; i++) {
                            out.write(("{\"n\":" + i + "}\n").getBytes(UTF_8));
                          }
                        })),
            Route.get("/broken", "things_broken")
                .handle(_ ->
                    Response.stream(
                        "text/plain",
                        out -> {
                          out.write(new byte[100_000]);
                          throw new IllegalStateException("half way");
                        })),
            Route.get("/own", "things_own")
                .handle(_ ->
                    Response.noContent()
                        .header("Access-Control-Allow-Origin", "https://partner.example")
                        .header("X-Own", "1")),
            Route.get("/evil", "things_evil")
                .handle(_ -> Response.noContent().header("X-A", "b\r\nX-Injected: c")));
    api = new TestApi(TestApi.settings(s -> s), TestApi.services(), routes);
    strict = new TestApi(origins("https://app.example"), TestApi.services(), routes);
  }

  @AfterAll
  void stop() {
    api.close();
    strict.close();
  }

  private static JsonBytes large() {
    return new JsonBytes(16).raw('[').text("abc ".repeat(800_000)).raw(']');
  }

  private static Settings origins(String... origins) {
    var all = TestApi.settings(s -> s);
    return RecordCopy.with(all, "cors", new Settings.Cors(List.of(origins)));
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private byte[] zipped(String path) {
    var request = api.request(path).header("Accept-Encoding", "br, gzip;q=0.5").build();
    var answer = api.send(request, BodyHandlers.ofByteArray());
    assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
    return answer.body();
  }

  private static String unzip(byte[] zipped) throws IOException {
    return new String(new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes(), UTF_8);
  }

  @Test
  void every_reply_is_protected() {
    for (var path : List.of("/short", "/nowhere", "/stream")) {
      var answer = api.get(path);
      assertThat(header(answer, "X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
      assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(header(answer, "Content-Security-Policy")).contains("default-src 'none'");
      assertThat(header(answer, "Date")).endsWith("GMT");
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  void a_sane_request_id_is_taken_over_and_others_are_not() {
    assertThat(header(api.get("/short", "X-Request-Id", "a.B-1_2"), "X-Request-Id"))
        .isEqualTo("a.B-1_2");
    for (var id : List.of("a b", "x".repeat(65), "<script>", "ä")) {
      assertThat(header(api.get("/short", "X-Request-Id", id), "X-Request-Id"))
          .as(id)
          .matches("[0-9a-f]{16}");
    }
    assertThat(header(api.get("/short"), "X-Request-Id"))
        .isNotEqualTo(header(api.get("/short"), "X-Request-Id"));
  }

  @Test
  void long_texts_are_zipped_for_those_who_accept_it() throws IOException {
    assertThat(unzip(zipped("/long"))).isEqualTo(LONG);
    assertThat(header(api.get("/long"), "Content-Encoding")).isEmpty();
    assertThat(header(api.get("/long"), "Vary")).contains("Accept-Encoding");
    assertThat(header(api.get("/short", "Accept-Encoding", "gzip"), "Content-Encoding")).isEmpty();
    assertThat(header(api.get("/long", "Accept-Encoding", "gzip;q=0"), "Content-Encoding"))
        .isEmpty();
  }

  @Test
  void a_large_reply_arrives_whole_plain_zipped_or_as_its_head_alone() throws IOException {
    var whole = new String(large().toBytes(), UTF_8);
    assertThat(api.get("/large").body()).isEqualTo(whole);
    assertThat(header(api.get("/large"), "Content-Length")).isEqualTo("3200004");
    assertThat(unzip(zipped("/large"))).isEqualTo(whole);
    assertThat(api.raw("HEAD /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Length: 3200004")
        .endsWith("\r\n\r\n");
  }

  @Test
  void streams_arrive_whole_plain_or_zipped() throws IOException {
    assertThat(api.get("/stream").body()).hasLineCount(5_000).endsWith("{\"n\":4999}\n");
    assertThat(unzip(zipped("/stream"))).hasLineCount(5_000);
  }

  @Test
  void head_on_a_stream_sends_its_head_alone() {
    var answer = api.raw("HEAD /stream HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Transfer-Encoding: chunked")
        .endsWith("\r\n\r\n")
        .doesNotContain("{");
  }

  @Test
  void a_stream_that_fails_half_way_is_seen_to_be_incomplete() {
    var answer = api.raw("GET /broken HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotEndWith("0\r\n\r\n");
    assertThat(answer).containsOnlyOnce("HTTP/1.1 ");
  }

  @Test
  void nothing_of_ours_breaks_out_of_a_header() {
    var answer = api.get("/evil");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("X-Injected")).isEmpty();
  }

  @Test
  void a_version_that_is_known_is_not_sent_again() {
    var first = api.get("/record");
    assertThat(header(first, "ETag")).isEqualTo("\"7\"");
    assertThat(header(first, "Cache-Control")).isEqualTo("private, no-cache");
    for (var known : List.of("\"7\"", "W/\"7\"", "\"1\", \"7\"", "*")) {
      var answer = api.get("/record", "If-None-Match", known);
      assertThat(answer.statusCode()).as(known).isEqualTo(304);
      assertThat(header(answer, "ETag")).isEqualTo("\"7\"");
      assertThat(answer.body()).isEmpty();
    }
    assertThat(api.get("/record", "If-None-Match", "\"8\"").statusCode()).isEqualTo(200);
  }

  @Test
  void a_change_of_another_version_is_refused() {
    assertThat(api.send("PUT", "/record", "", "If-Match", "\"7\"").statusCode()).isEqualTo(204);
    assertThat(api.send("PUT", "/record", "", "If-Match", "*").statusCode()).isEqualTo(204);
    assertThat(api.send("PUT", "/record", "", "If-Match", "\"6\"").statusCode()).isEqualTo(412);
    assertThat(api.send("PUT", "/record", "", "If-Match", "W/\"7\"").statusCode()).isEqualTo(204);
    assertThat(api.send("PUT", "/record", "", "If-Match", "W/\"6\"").statusCode()).isEqualTo(412);
  }

  @Test
  void any_origin_may_read_without_credentials_by_default() {
    var answer = api.get("/short", "Origin", "https://other.example");
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(header(answer, "Access-Control-Expose-Headers")).contains("ETag", "X-Request-Id");
  }

  @Test
  void listed_origins_may_read_with_credentials_and_no_others() {
    var ours = strict.get("/short", "Origin", "https://app.example");
    assertThat(header(ours, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    assertThat(header(ours, "Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(header(ours, "Vary")).contains("Origin");
    for (var origin : List.of("https://app.example.evil", "http://app.example", "null")) {
      assertThat(
              strict
                  .get("/short", "Origin", origin)
                  .headers()
                  .firstValue("Access-Control-Allow-Origin"))
          .as(origin)
          .isEmpty();
    }
  }

  @Test
  void what_an_answer_says_of_origins_itself_is_said_once_and_its_headers_are_exposed() {
    var answer = api.get("/own", "Origin", "https://other.example");
    assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
        .containsExactly("https://partner.example");
    assertThat(header(answer, "Access-Control-Expose-Headers"))
        .contains("X-Own", "X-Call-Id", "ETag", "Content-Disposition")
        .doesNotContain("Access-Control");
  }

  @Test
  void a_preflight_that_asks_for_nothing_or_for_nonsense_hears_what_is_usual() {
    for (var asked : List.of("", "a:b;c")) {
      var preflight =
          new String[] {
            "Origin",
            "https://app.example",
            "Access-Control-Request-Method",
            "PUT",
            "Access-Control-Request-Headers",
            asked
          };
      var answer = strict.send("OPTIONS", "/record", "", preflight);
      assertThat(header(answer, "Access-Control-Allow-Headers"))
          .contains("Authorization", "If-Match", "Idempotency-Key");
    }
  }

  @Test
  void a_preflight_tells_what_is_allowed() {
    var preflight =
        new String[] {
          "Origin",
          "https://app.example",
          "Access-Control-Request-Method",
          "PUT",
          "Access-Control-Request-Headers",
          "authorization, x-own"
        };
    var answer = strict.send("OPTIONS", "/record", "", preflight);
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, OPTIONS, PUT");
    assertThat(header(answer, "Access-Control-Allow-Headers")).isEqualTo("authorization, x-own");
    assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("86400");
    preflight[1] = "https://other.example";
    assertThat(strict.send("OPTIONS", "/record", "", preflight).headers().map())
        .doesNotContainKey("access-control-allow-methods");
    assertThat(header(api.send("OPTIONS", "/record", ""), "Allow"))
        .isEqualTo("GET, HEAD, OPTIONS, PUT");
  }
}
