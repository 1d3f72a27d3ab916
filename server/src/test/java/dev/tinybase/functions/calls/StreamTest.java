package dev.tinybase.functions.calls;

import static dev.tinybase.functions.calls.HandMade.item;
import static dev.tinybase.functions.calls.HandMade.json;
import static dev.tinybase.functions.calls.HandMade.named;
import static dev.tinybase.functions.calls.HandMade.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.GrowingLimit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that return streams. */
class StreamTest {
  private FunctionServer server;

  @BeforeEach
  void start() {
    server =
        FunctionServer.start(
            Engine.SQLITE,
            "functions.max_result_bytes",
            "1024",
            "functions.max_concurrent",
            "2",
            "server.request_timeout_seconds",
            "1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void elements_are_lines_of_json() {
    server.add(named("count", (_, _, _) -> stream("1", "\"two\"", "{\"x\":3}")).streaming());
    var reply = server.http().post("/api/functions/count", "");
    assertThat(reply.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(reply.text()).isEqualTo("1\n\"two\"\n{\"x\":3}\n");
    assertThat(reply.header("X-Call-Id"))
        .isEqualTo(server.log().finished().getFirst().id().toString());
    assertThat(server.log().finished().getFirst().status()).isEqualTo(CallRecord.Status.SUCCEEDED);
  }

  @Test
  void browsers_get_events() {
    server.add(
        named(
                "ticks",
                (_, _, _) ->
                    items(
                        new CallResult.Element("tick", "7", "{\"n\":1}".getBytes(UTF_8)),
                        new CallResult.Element("a\nb", null, "2".getBytes(UTF_8)),
                        item("3")))
            .streaming());
    var reply = server.http().with("Accept", "text/event-stream").post("/api/functions/ticks", "");
    assertThat(reply.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(reply.text())
        .isEqualTo("id: 7\nevent: tick\ndata: {\"n\":1}\n\nevent: a b\ndata: 2\n\ndata: 3\n\n");
  }

  @Test
  void a_call_that_fails_before_the_first_element_is_answered_like_any_other() {
    server.add(
        named(
                "broken",
                (_, _, _) -> {
                  throw new IllegalStateException("at once");
                })
            .streaming());
    var reply = server.admin().post("/api/functions/broken", "");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.json().get("error_message").stringValue()).isEqualTo("at once");
    assertThat(server.http().post("/api/functions/broken", "").text()).doesNotContain("at once");
    assertThat(server.http().post("/api/functions/broken", "[").status()).isEqualTo(422);
  }

  @Test
  void a_failure_in_the_middle_is_the_last_line() {
    server.add(
        named(
                "breaks",
                (_, _, _) ->
                    items(index -> {
                      if (index == 2) {
                        throw new IllegalStateException("half way");
                      }
                      return item("1");
                    }))
            .streaming());
    var lines = server.admin().post("/api/functions/breaks", "").text().lines().toList();
    assertThat(lines).hasSize(3);
    var error = Json.parse(lines.getLast()).get("error");
    assertThat(error.get("error_message").stringValue()).isEqualTo("half way");
    assertThat(error.get("error_type").stringValue()).isEqualTo("IllegalStateException");
    var events =
        server.http().with("Accept", "text/event-stream").post("/api/functions/breaks", "").text();
    assertThat(events)
        .contains("event: error\ndata: {\"error\":{\"call_id\":")
        .doesNotContain("half way");
    assertThat(server.log().finished()).allMatch(call -> call.status() == CallRecord.Status.FAILED);
  }

  @Test
  void an_element_that_is_too_large_ends_the_stream() {
    server.add(
        named("large", (_, _, _) -> stream("1", "\"" + "x".repeat(1100) + "\"")).streaming());
    var reply = server.http().post("/api/functions/large", "");
    assertThat(reply.text()).startsWith("1\n{\"error\":").contains("ResultSizeError");
  }

  @Test
  void the_time_limit_is_for_the_whole_stream() throws Throwable {
    GrowingLimit.from(
        Duration.ofMillis(200),
        limit -> {
          server.add(
              named(
                      "slow",
                      (_, _, _) ->
                          items(index -> {
                            if (index == 1) {
                              Thread.sleep(600_000);
                            }
                            return item("1");
                          }))
                  .timeout(limit)
                  .streaming());
          var reply = server.http().post("/api/functions/slow", "");
          assertThat(reply.text()).contains("TimeoutError");
          return reply.text().startsWith("1\n{\"error\":");
        });
  }

  @Test
  void a_stream_may_pause_for_longer_than_a_client_may() {
    server.add(
        named(
                "slow",
                (_, _, _) ->
                    items(index -> {
                      Thread.sleep(index == 1 ? 2_500 : 0);
                      return index == 2 ? null : item("1");
                    }))
            .streaming());
    assertThat(server.http().post("/api/functions/slow", "").text()).isEqualTo("1\n1\n");
  }

  @Test
  void elements_arrive_as_they_are_made() throws IOException, InterruptedException {
    var elements = new SynchronousQueue<String>();
    server.add(named("live", (_, _, _) -> items(_ -> item(elements.take()))).streaming());
    try (var socket = post("live")) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      for (var element : new String[] {"1", "2", "3"}) {
        elements.put(element);
        assertThat(in.lines().anyMatch(element::equals)).isTrue();
      }
    }
    elements.offer("4");
    Eventually.until(
        "the call has ended",
        () -> {
          elements.offer("\"" + "x".repeat(500) + "\"");
          return !server.log().finished().isEmpty();
        });
    assertThat(server.log().finished().getFirst().errorType()).isEqualTo("ClientGone");
  }

  @Test
  void a_client_that_takes_nothing_stops_the_function_and_leaving_ends_it() throws IOException {
    var made = new AtomicInteger();
    var line = "\"" + "x".repeat(1000) + "\"";
    server.add(
        named(
                "flood",
                (_, _, _) ->
                    items(_ -> {
                      made.incrementAndGet();
                      return item(line);
                    }))
            .streaming());
    try (var _ = post("flood")) {
      var before = new AtomicInteger(-1);
      Eventually.until(
          "it waits",
          () -> {
            pause();
            return made.get() == before.getAndSet(made.get());
          });
    }
    Eventually.until("the call has ended", () -> !server.log().finished().isEmpty());
    assertThat(server.log().finished().getFirst().errorType()).isEqualTo("ClientGone");
    assertThat(server.calls().load()).isEqualTo(new CallService.Load(0, 0, 0));
  }

  @Test
  void a_stream_within_another_call_or_nobody_waits_for_is_a_list() {
    server.add(
        named("count", (_, _, _) -> stream("1", "2")).streaming(),
        named("sum", (_, host, _) -> json(Json.text(host.call("count", Json.object(), false)))));
    assertThat(server.http().post("/api/functions/sum", "").json().get("result"))
        .isEqualTo(Json.parse("[1,2]"));
  }

  @Test
  void head_calls_nothing() {
    server.add(named("count", (_, _, _) -> stream("1")).methods("GET").streaming());
    assertThat(server.http().get("/api/functions/count").text()).isEqualTo("1\n");
    var reply = server.http().send("HEAD", "/api/functions/count", new byte[0]);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(server.log().finished()).hasSize(1);
  }

  private Socket post(String function) throws IOException {
    var address = URI.create(server.http().base());
    var socket = new Socket(address.getHost(), address.getPort());
    socket
        .getOutputStream()
        .write(
            ("POST /api/functions/"
                    + function
                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                .getBytes(UTF_8));
    return socket;
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static CallResult items(CallResult.Element... items) {
    return items(index -> index < items.length ? items[index] : null);
  }

  private static CallResult items(Source source) {
    var index = new AtomicInteger();
    return new CallResult.Stream(
        new CallResult.Elements() {
          @Override
          public CallResult.@Nullable Element next() throws Exception {
            return source.get(index.getAndIncrement());
          }

          @Override
          public void close() {}
        });
  }

  /** Makes the elements of a stream. */
  @FunctionalInterface
  private interface Source {
    CallResult.@Nullable Element get(int index) throws Exception;
  }
}
