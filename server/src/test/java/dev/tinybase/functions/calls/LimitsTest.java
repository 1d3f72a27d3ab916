package dev.tinybase.functions.calls;

import static dev.tinybase.functions.calls.HandMade.json;
import static dev.tinybase.functions.calls.HandMade.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many calls run at once, and for how long. */
class LimitsTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicBoolean endless = new AtomicBoolean(true);
  private FunctionServer server;

  @BeforeEach
  void start() {
    server =
        FunctionServer.start(
            Engine.SQLITE,
            "functions.max_concurrent",
            "4",
            "functions.max_concurrent_per_user",
            "3");
    server.add(
        named(
            "wait",
            (_, _, _) -> {
              open.await();
              return json("1");
            }),
        named("quick", (_, _, _) -> json("1")));
  }

  @AfterEach
  void stop() {
    open.countDown();
    endless.set(false);
    server.close();
  }

  @Test
  void one_caller_has_some_calls_at_once() {
    var user = server.user("user@example.com");
    var running = begin(user, 3);
    Eventually.until("three run", () -> server.calls().load().running() == 3);
    for (var name : List.of("quick", "nobody")) {
      var refused = user.post("/api/functions/" + name, "{}");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.json().get("detail").stringValue()).contains("maximum of 3");
    }
    assertThat(server.http().post("/api/functions/quick", "{}").status()).isEqualTo(200);
    open.countDown();
    running.forEach(call -> assertThat(call.join().status()).isEqualTo(200));
    assertThat(user.post("/api/functions/quick", "{}").status()).isEqualTo(200);
  }

  @Test
  void callers_without_an_account_share_what_their_address_may_do() {
    var running = begin(server.http(), 3);
    Eventually.until("three run", () -> server.calls().load().running() == 3);
    assertThat(server.http().post("/api/functions/quick", "{}").status()).isEqualTo(429);
    assertThat(server.user("user@example.com").post("/api/functions/quick", "{}").status())
        .isEqualTo(200);
    open.countDown();
    running.forEach(CompletableFuture::join);
  }

  @Test
  void calls_beyond_what_the_server_runs_wait_for_their_turn() {
    var first = begin(server.user("a@example.com"), 3);
    var second = begin(server.user("b@example.com"), 3);
    Eventually.until("two wait", () -> server.calls().load().waiting() == 2);
    assertThat(server.calls().load().running()).isEqualTo(4);
    open.countDown();
    first.forEach(call -> assertThat(call.join().status()).isEqualTo(200));
    second.forEach(call -> assertThat(call.join().status()).isEqualTo(200));
    assertThat(server.calls().load()).isEqualTo(new CallService.Load(0, 0, 0));
  }

  @Test
  void a_function_says_how_often_it_runs_at_once() {
    server.add(
        named(
                "alone",
                (_, _, _) -> {
                  open.await();
                  return json("1");
                })
            .concurrency(1));
    var first = begin(server.http(), 1, "alone");
    Eventually.until("it runs", () -> server.calls().load().running() == 1);
    var refused = server.user("user@example.com").post("/api/functions/alone", "{}");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().get("code").stringValue()).isEqualTo("function_busy");
    var later = server.http().post("/api/functions/alone?async=true", "{}");
    assertThat(later.status()).isEqualTo(202);
    open.countDown();
    first.forEach(CompletableFuture::join);
    Eventually.until("the other one had its turn", () -> server.log().finished().size() == 2);
    assertThat(server.log().finished()).allMatch(call -> call.errorType() == null);
  }

  @Test
  void a_call_that_takes_too_long_is_interrupted() {
    var interrupted = new CountDownLatch(1);
    server.add(
        named(
                "sleep",
                (_, _, _) -> {
                  try {
                    open.await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                  return json("1");
                })
            .timeout(SHORT));
    var reply = server.http().post("/api/functions/sleep", "{}");
    assertThat(reply.json().get("error_type").stringValue()).isEqualTo("TimeoutError");
    assertThat(reply.json().get("error_message").stringValue())
        .isEqualTo("Function 'sleep' took longer than its limit of 200 ms.");
    assertThat(reply.json().get("duration_ms").intValue()).isGreaterThanOrEqualTo(200);
    Eventually.until("it was interrupted", () -> interrupted.getCount() == 0);
    Eventually.until("nothing is left of it", () -> server.calls().load().stuck() == 0);
    assertThat(server.http().post("/api/functions/quick", "{}").status()).isEqualTo(200);
  }

  @Test
  void a_call_that_does_not_end_is_given_up_and_keeps_no_slot() {
    server.add(endless(SHORT));
    for (int stuck = 1; stuck <= 3; stuck++) {
      var reply = server.http().post("/api/functions/endless", "{}");
      assertThat(reply.json().get("error_type").stringValue()).isEqualTo("TimeoutError");
      assertThat(server.calls().load()).isEqualTo(new CallService.Load(0, 0, stuck));
    }
    var refused = server.http().post("/api/functions/endless", "{}");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().get("code").stringValue()).isEqualTo("function_unhealthy");
    assertThat(server.http().post("/api/functions/quick", "{}").status()).isEqualTo(200);

    server.add(named("endless", (_, _, _) -> json("\"mended\"")));
    assertThat(server.http().post("/api/functions/endless", "{}").text()).contains("mended");
    endless.set(false);
    Eventually.until("they end", () -> server.calls().load().stuck() == 0);
    assertThat(server.log().finished("endless")).hasSize(4);
  }

  private HandMade endless(Duration timeout) {
    return named(
            "endless",
            (_, _, _) -> {
              while (endless.get()) {
                Thread.onSpinWait();
              }
              return json("1");
            })
        .timeout(timeout);
  }

  @Test
  void what_is_late_can_do_nothing_any_more() {
    var refusal = new CompletableFuture<Throwable>();
    server.add(
        named(
                "late",
                (_, host, _) -> {
                  while (endless.get()) {
                    Thread.onSpinWait();
                  }
                  try {
                    host.secret("ANY");
                  } catch (RuntimeException e) {
                    refusal.complete(e);
                  }
                  return json("1");
                })
            .timeout(SHORT));
    server.http().post("/api/functions/late", "{}");
    endless.set(false);
    assertThat(refusal.join()).hasMessageContaining("The call has ended");
  }

  @Test
  void an_interrupt_reaches_only_the_call_that_it_is_for() {
    server.add(
        named(
                "brink",
                (_, _, _) -> {
                  Thread.sleep(45);
                  return json("1");
                })
            .timeout(Duration.ofMillis(50)),
        named("check", (_, _, _) -> json(Boolean.toString(Thread.interrupted()))));
    for (int i = 0; i < 15; i++) {
      server.http().post("/api/functions/brink", "{}");
      assertThat(server.http().post("/api/functions/check", "{}").json().get("result").asBoolean())
          .isFalse();
    }
  }

  private List<CompletableFuture<Http.Reply>> begin(Http http, int count) {
    return begin(http, count, "wait");
  }

  private static List<CompletableFuture<Http.Reply>> begin(Http http, int count, String function) {
    var calls = new ArrayList<CompletableFuture<Http.Reply>>();
    for (int i = 0; i < count; i++) {
      calls.add(
          CompletableFuture.supplyAsync(
              () -> http.post("/api/functions/" + function, "{}"),
              Executors.newVirtualThreadPerTaskExecutor()));
    }
    return calls;
  }
}
