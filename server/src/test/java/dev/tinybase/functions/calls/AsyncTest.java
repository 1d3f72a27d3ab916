package dev.tinybase.functions.calls;

import static dev.tinybase.functions.calls.HandMade.json;
import static dev.tinybase.functions.calls.HandMade.named;
import static dev.tinybase.functions.calls.HandMade.payload;
import static dev.tinybase.functions.calls.HandMade.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Calls that nobody waits for, and what becomes of calls at the end of the server. */
class AsyncTest {
  private final CountDownLatch open = new CountDownLatch(1);
  private FunctionServer server;

  @BeforeEach
  void start() {
    start("1");
  }

  private void start(String shutdownSeconds) {
    server =
        FunctionServer.start(
            Engine.SQLITE,
            "server.shutdown_seconds",
            shutdownSeconds,
            "functions.max_concurrent",
            "2",
            "functions.max_concurrent_per_user",
            "3");
    server.add(
        named("echo", (_, _, input) -> json(Json.text(payload(input)))),
        named(
            "wait",
            (_, _, _) -> {
              open.await();
              return json("1");
            }));
  }

  @AfterEach
  void stop() {
    open.countDown();
    server.close();
  }

  @Test
  void the_answer_comes_at_once_and_the_result_later() {
    var reply = server.http().post("/api/functions/wait?async=true", "{}");
    assertThat(reply.status()).isEqualTo(202);
    var id = reply.json().get("call_id").stringValue();
    assertThat(reply.json()).isEqualTo(Json.object().put("call_id", id).put("status", "running"));
    assertThat(reply.header("Location")).isEqualTo("/api/functions/calls/" + id);
    var running = server.http().get(reply.header("Location")).json();
    assertThat(running.get("status").stringValue()).isEqualTo("running");
    assertThat(running.get("duration_ms").isNull()).isTrue();
    open.countDown();
    var ended = ended(reply);
    assertThat(ended.get("status").stringValue()).isEqualTo("succeeded");
    assertThat(ended.get("result").intValue()).isEqualTo(1);
    assertThat(ended.get("function_name").stringValue()).isEqualTo("wait");
  }

  @Test
  void failures_are_told_later_as_they_would_be_at_once() {
    server.add(
        named(
            "strict",
            (_, _, _) -> {
              throw new InvalidInput(List.of(new FieldError("x", "required", "must be given")));
            }));
    var ended = ended(server.http().post("/api/functions/strict?async=true", "{}"));
    assertThat(ended.get("error_type").stringValue()).isEqualTo("ValidationError");
    assertThat(ended.get("errors").get(0).get("field").stringValue()).isEqualTo("x");
  }

  @Test
  void what_is_refused_at_once_is_refused_here_too() {
    assertThat(server.http().post("/api/functions/nobody?async=true", "{}").status())
        .isEqualTo(404);
    assertThat(server.http().post("/api/functions/echo?async=1x", "{}").status()).isEqualTo(422);
    for (int i = 0; i < 3; i++) {
      assertThat(server.http().post("/api/functions/wait?async=true", "{}").status())
          .isEqualTo(202);
    }
    assertThat(server.http().post("/api/functions/echo?async=true", "{}").status()).isEqualTo(429);
  }

  @Test
  void a_stream_becomes_a_list() {
    server.add(named("count", (_, _, _) -> stream("1", "2")).streaming());
    var ended = ended(server.http().post("/api/functions/count?async=true", ""));
    assertThat(ended.get("result")).isEqualTo(Json.parse("[1,2]"));
  }

  @Test
  void calls_that_a_stop_finds_running_get_some_time_and_are_then_ended() {
    var id = server.begin("wait");
    var waiting = CompletableFuture.supplyAsync(() -> server.call("wait"));
    Eventually.until("both run", () -> server.calls().load().running() == 2);
    var queued = server.begin("wait");
    server.stop();
    assertThat(((CallResult.Failed) waiting.join()).failure().type()).isEqualTo("ServerStopped");
    assertThat(server.log().finished()).extracting(CallRecord::id).doesNotContain(id, queued);
    Eventually.until("both were given back", () -> jobs("error_type = 'Interrupted'") == 2);
    Assertions.assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> server.call("echo"))
        .returns("shutting_down", Problem::code);

    open.countDown();
    try (var restarted = server.another()) {
      restarted.begin();
      for (var call : List.of(id, queued)) {
        Eventually.until(
            "it has run again",
            () ->
                restarted.calls().find(new Principal.Operator(), call).status()
                    == Status.SUCCEEDED);
      }
    }
    assertThat(jobs("status = 'succeeded' and payload is null")).isEqualTo(2);
  }

  @Test
  void a_call_is_in_the_database_before_its_caller_is_answered() {
    var reply = server.user("ada@example.com").post("/api/functions/wait?async=true", "{\"x\":1}");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(jobs("status in ('queued', 'running') and payload = '{\"x\":1}'")).isEqualTo(1);
    open.countDown();
    ended(server.user("ada@example.com"), reply);
    Eventually.until("it has ended", () -> jobs("status = 'succeeded' and attempt = 1") == 1);
  }

  @Test
  void what_a_crash_interrupts_runs_again_and_a_late_end_is_refused() {
    var runs = new AtomicInteger();
    server.add(
        named(
            "again",
            (call, _, input) -> {
              int run = runs.incrementAndGet();
              open.await();
              return json("{\"run\":" + run + ",\"input\":" + Json.text(payload(input)) + "}");
            }));
    var user = server.user("ada@example.com");
    var reply = user.post("/api/functions/again?async=true", "{\"x\":1}");
    Eventually.until("it runs", () -> runs.get() == 1);
    try (var next = server.another()) { // as far as the call is concerned, the first one is dead
      next.begin();
      Eventually.until("it runs again", () -> runs.get() == 2);
      assertThat(jobs("lost_workers = 1 and error_type = 'WorkerLost' and attempt = 2"))
          .isEqualTo(1);
      open.countDown();
      assertThat(ended(user, reply).get("result"))
          .isEqualTo(Json.parse("{\"run\":2,\"input\":{\"x\":1}}"));
    }
    server.stop();
    assertThat(server.log().finished("again")).hasSize(1);
    assertThat(server.log().finished("again").getFirst().userId()).isNotNull();
  }

  @Test
  void a_call_during_which_the_server_dies_again_and_again_is_given_up() {
    var id = server.begin("wait");
    Eventually.until("it runs", () -> server.calls().load().running() == 1);
    server.stop();
    Eventually.until("it was given back", () -> jobs("error_type = 'Interrupted'") == 1);
    server
        .tinybase()
        .database()
        .write(sql -> sql.update("update _jobs set lost_workers = 4, status = 'running'"));
    try (var restarted = server.another()) {
      restarted.begin();
      var ended = restarted.calls().find(new Principal.Operator(), id);
      assertThat(ended.errorType()).isEqualTo("NotRun");
      assertThat(ended.errorCode()).isEqualTo("server_lost");
    }
    assertThat(jobs("status = 'failed'")).isEqualTo(1);
  }

  @Test
  void a_call_of_a_user_that_is_no_more_is_not_run_again() {
    var user = server.user("ada@example.com");
    var reply = user.post("/api/functions/wait?async=true", "{}");
    Eventually.until("it runs", () -> server.calls().load().running() == 1);
    server.stop();
    Eventually.until("it was given back", () -> jobs("error_type = 'Interrupted'") == 1);
    var users = server.tinybase().auth().users();
    users.delete(users.find("ada@example.com").orElseThrow().id());
    try (var restarted = server.another()) {
      restarted.begin();
      var id = UUID.fromString(reply.json().get("call_id").stringValue());
      Eventually.until(
          "it has ended",
          () -> restarted.calls().find(new Principal.Operator(), id).status() == Status.FAILED);
      assertThat(restarted.calls().find(new Principal.Operator(), id).errorType())
          .isEqualTo("NotRun");
    }
  }

  @Test
  void calls_that_end_in_time_are_not_disturbed_by_a_stop() {
    server.close();
    start("60");
    var waiting = CompletableFuture.supplyAsync(() -> server.call("wait"));
    Eventually.until("it runs", () -> server.calls().load().running() == 1);
    var closing = CompletableFuture.runAsync(() -> server.stop());
    open.countDown();
    assertThat(waiting.join()).isInstanceOf(CallResult.Value.class);
    closing.join();
  }

  private long jobs(String which) {
    return server
        .tinybase()
        .database()
        .read(sql -> sql.number("select count(*) from _jobs where " + which));
  }

  private JsonNode ended(Http.Reply reply) {
    return ended(server.http(), reply);
  }

  private static JsonNode ended(Http http, Http.Reply reply) {
    assertThat(reply.status()).isEqualTo(202);
    var path = reply.header("Location");
    Eventually.until(
        "the call has ended",
        () -> !http.get(path).json().get("status").stringValue().equals("running"));
    return http.get(path).json();
  }
}
