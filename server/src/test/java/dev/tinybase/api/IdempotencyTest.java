package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class IdempotencyTest {
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch finish = new CountDownLatch(1);
  private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final Database real;
  private final Database database;
  private final boolean alone;
  private volatile boolean broken;
  private final TestApi api;

  IdempotencyTest(Engine engine) {
    real = engine.fresh();
    database = failing(real);
    alone = engine == Engine.SQLITE;
    var routes =
        List.of(
            Route.post("/orders", "orders_create")
                .json("Any")
                .idempotent()
                .handle(r -> {
                  int run = runs.incrementAndGet();
                  return Response.json(201, Json.object().put("run", run))
                      .header("Location", "/orders/" + run);
                }),
            Route.post("/refused", "orders_refuse")
                .json("Any")
                .idempotent()
                .handle(r -> refuse(r.object().get("status").intValue())),
            Route.post("/slow", "orders_slow")
                .json("Any")
                .idempotent()
                .handle(_ -> {
                  running.countDown();
                  await(finish);
                  return Response.noContent();
                }));
    var services = new Services(TestApi::user, database, List::of);
    var tuning = Tunings.clock(TestApi.TUNING, clock());
    api = new TestApi(TestApi.settings(s -> s), services, routes, tuning);
  }

  @AfterEach
  void stop() {
    api.close();
    real.close();
  }

  /** The same database, whose writes fail as long as it is broken. */
  private Database failing(Database real) {
    return (Database)
        Proxy.newProxyInstance(
            Database.class.getClassLoader(),
            new Class<?>[] {Database.class},
            (_, method, arguments) -> {
              if (broken && method.getName().equals("write")) {
                throw Problem.unavailable("database_failed", "no space left", 1);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  private Response refuse(int status) {
    runs.incrementAndGet();
    for (var kind : Problem.Kind.values()) {
      if (kind.status() == status) {
        throw Problem.of(kind, "refused", "run " + runs.get());
      }
    }
    throw new IllegalStateException("a defect");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> order(String body, String key, String... more) {
    var headers = new String[2 + more.length];
    headers[0] = "Idempotency-Key";
    headers[1] = key;
    System.arraycopy(more, 0, headers, 2, more.length);
    return api.post("/orders", body, headers);
  }

  private static boolean replayed(HttpResponse<String> answer) {
    return answer.headers().firstValue("Idempotency-Replayed").isPresent();
  }

  @Test
  void the_first_answer_is_given_again() {
    var first = order("{\"a\":1}", "k1");
    var second = order("{\"a\": 1}", "k1");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(replayed(first)).isFalse();
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo("{\"run\":1}").isEqualTo(first.body());
    assertThat(second.headers().firstValue("Location")).hasValue("/orders/1");
    assertThat(replayed(second)).isTrue();
    assertThat(runs).hasValue(1);
  }

  @Test
  void answers_are_removed_after_a_day_and_not_before() {
    var table = new IdempotencyTable(real, clock());
    order("{}", "k1");
    now = now.plus(Duration.ofHours(1));
    order("{}", "k2");
    now = now.plus(Duration.ofHours(23));
    assertThat(table.removeOld()).isZero();
    now = now.plus(Duration.ofSeconds(1));
    assertThat(table.removeOld()).isEqualTo(1);
    assertThat(replayed(order("{}", "k2"))).isTrue();
    assertThat(replayed(order("{}", "k1"))).isFalse();
  }

  @Test
  void without_a_key_everything_runs() {
    api.post("/orders", "{}");
    api.post("/orders", "{}");
    assertThat(runs).hasValue(2);
  }

  @Test
  void the_same_key_with_another_body_is_refused() {
    order("{\"a\":1}", "k1");
    var other = order("{\"a\":2}", "k1");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(TestApi.json(other).get("code").stringValue()).isEqualTo("idempotency_key_reused");
    assertThat(runs).hasValue(1);
  }

  @Test
  void a_key_belongs_to_its_caller() {
    order("{}", "k1", "Authorization", "Bearer user-token");
    var other = order("{}", "k1", "Authorization", "Bearer admin-token");
    assertThat(replayed(other)).isFalse();
    assertThat(runs).hasValue(2);
  }

  @Test
  void a_final_refusal_is_given_again_and_one_that_may_change_is_not() {
    for (int status : new int[] {400, 404, 409, 422}) {
      refused(status);
      assertThat(replayed(refused(status))).as("" + status).isTrue();
    }
    runs.set(0);
    for (int status : new int[] {403, 429, 500, 503, 999}) {
      refused(status);
      assertThat(replayed(refused(status))).as("" + status).isFalse();
    }
    assertThat(runs).hasValue(10);
  }

  private HttpResponse<String> refused(int status) {
    return api.post("/refused", "{\"status\":" + status + "}", "Idempotency-Key", "k" + status);
  }

  @Test
  void while_the_first_runs_the_second_is_a_conflict() throws Exception {
    var first =
        CompletableFuture.supplyAsync(() -> api.post("/slow", "{}", "Idempotency-Key", "k1"));
    running.await();
    var second = api.post("/slow", "{}", "Idempotency-Key", "k1");
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("idempotency_in_progress");
    finish.countDown();
    assertThat(first.get().statusCode()).isEqualTo(204);
    var third = api.post("/slow", "{}", "Idempotency-Key", "k1");
    assertThat(third.statusCode()).isEqualTo(204);
    assertThat(replayed(third)).isTrue();
  }

  @Test
  void after_a_day_a_key_is_free() {
    order("{}", "k1");
    order("{}", "k2");
    now = now.plus(Duration.ofHours(25));
    assertThat(replayed(order("{}", "k1"))).isFalse();
    assertThat(runs).hasValue(3);
  }

  @Test
  void what_a_process_has_left_behind_is_free_when_it_lives_no_more() {
    order("{}", "k1");
    var until = now.plusSeconds(10);
    real.write(sql ->
        sql.update(
            "update _idempotency set status = 0, owner = 'another', lease_until = ?", until));
    if (!alone) {
      var early = order("{}", "k1");
      assertThat(early.statusCode()).as(early.body()).isEqualTo(409);
      assertThat(early.headers().firstValue("Retry-After")).hasValue("1");
      now = now.plusSeconds(11);
    }
    assertThat(order("{}", "k1").body()).isEqualTo("{\"run\":2}");
    assertThat(replayed(order("{}", "k1"))).isTrue();
  }

  @Test
  void where_the_database_fails_a_key_is_never_in_progress_afterwards() throws Exception {
    broken = true;
    assertThat(order("{}", "k1").statusCode()).isEqualTo(503);
    assertThat(runs).hasValue(0);
    broken = false;
    assertThat(order("{}", "k1").statusCode()).isEqualTo(201);

    var first =
        CompletableFuture.supplyAsync(() -> api.post("/slow", "{}", "Idempotency-Key", "k2"));
    running.await();
    broken = true;
    finish.countDown();
    assertThat(first.get().statusCode()).as("the answer was not kept").isEqualTo(204);
    broken = false;
    var second = api.post("/slow", "{}", "Idempotency-Key", "k2");
    assertThat(second.statusCode()).isEqualTo(204);
    assertThat(replayed(second)).isFalse();
    assertThat(replayed(api.post("/slow", "{}", "Idempotency-Key", "k2"))).isTrue();
  }

  @Test
  void a_key_that_is_none_is_a_400() {
    assertThat(order("{}", "a b").statusCode()).isEqualTo(400);
    assertThat(order("{}", "x".repeat(256)).statusCode()).isEqualTo(400);
  }
}
