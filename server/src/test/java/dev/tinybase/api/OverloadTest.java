package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.http.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OverloadTest {
  private final CountDownLatch entered = new CountDownLatch(2);
  private final CountDownLatch go = new CountDownLatch(1);

  private Response waiting(Request request) {
    entered.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Response.json(request.json());
  }

  @Test
  void more_requests_than_the_bound_are_asked_to_come_back() throws Exception {
    var tuning = Tunings.bounds(TestApi.TUNING, 2, 1 << 20);
    var routes = List.of(Route.get("/wait", "things_wait").handle(this::waiting));
    try (var api = new TestApi(TestApi.settings(s -> s), TestApi.services(), routes, tuning)) {
      var first = CompletableFuture.supplyAsync(() -> api.get("/wait"));
      var second = CompletableFuture.supplyAsync(() -> api.get("/wait"));
      entered.await();
      var third = api.get("/wait");
      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(third.body()).contains("overloaded");
      go.countDown();
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(second.get().statusCode()).isEqualTo(200);
      assertThat(api.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void large_bodies_wait_for_room_and_small_ones_pass() throws Exception {
    entered.countDown();
    var tuning = Tunings.bounds(TestApi.TUNING, 100, 400 << 10);
    var routes =
        List.of(
            Route.post("/wait", "things_wait").json("Any").handle(this::waiting),
            Route.post("/echo", "things_echo").json("Any").handle(r -> Response.json(r.json())));
    var large = '"' + "a".repeat(90_000) + '"';
    try (var api = new TestApi(TestApi.settings(s -> s), TestApi.services(), routes, tuning)) {
      var first = CompletableFuture.supplyAsync(() -> api.post("/wait", large));
      entered.await();
      assertThat(api.post("/echo", large).statusCode()).isEqualTo(503);
      assertThat(api.post("/echo", "{}").statusCode()).isEqualTo(200);
      go.countDown();
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(api.post("/echo", large).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_change_is_told_as_made_and_a_read_is_asked_to_come_back_where_the_reply_finds_no_room()
      throws Exception {
    entered.countDown();
    var large = new byte[100_000];
    var routes =
        List.of(
            Route.get("/full", "full")
                .handle(r -> {
                  r.replying(1 << 20);
                  return waiting(r);
                }),
            Route.get("/large", "large_read").handle(_ -> Response.json(large)),
            Route.post("/large", "large_change")
                .handle(_ -> Response.json(201, large).header("X-Call-Id", "17")),
            Route.put("/large", "large_refusal").handle(_ -> Response.json(409, large)));
    var tuning = Tunings.replies(TestApi.TUNING, 1 << 20);
    try (var api = new TestApi(TestApi.settings(s -> s), TestApi.services(), routes, tuning)) {
      var first = CompletableFuture.supplyAsync(() -> api.get("/full"));
      entered.await();
      assertThat(api.get("/large").statusCode()).isEqualTo(503);
      assertThat(api.send("PUT", "/large", "").statusCode()).isEqualTo(503);
      var made = api.post("/large", "");
      assertThat(made.statusCode()).isEqualTo(204);
      assertThat(made.headers().firstValue("X-Call-Id")).hasValue("17");
      assertThat(made.headers().firstValue("Preference-Applied")).hasValue("return=minimal");
      go.countDown();
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(api.post("/large", "").statusCode()).isEqualTo(201);
    }
  }
}
