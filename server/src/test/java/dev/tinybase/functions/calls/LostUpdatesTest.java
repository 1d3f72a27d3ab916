package dev.tinybase.functions.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Http;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that read a record, and write what they have made of it, at the same time. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Engine.class)
class LostUpdatesTest {
  private static final int CALLS = 200;
  private static final int AT_ONCE = 8;
  private static final String COUNTERS = "/api/collections/counters/records";
  private static final String CODE =
      """
      import dev.tinybase.sdk.*;
      import java.util.*;

      record Way(String id, String name) {}

      @Register(name = "add_one", auth = Auth.AUTH)
      long addOne(Context ctx, Way way) {
        return ctx.transaction(() -> {
          var counters = ctx.records("counters").asAdmin();
          var counter = switch (way.name()) {
            case "get" -> counters.get(way.id());
            case "first" -> counters.first(Filter.eq("name", "visits"));
            case "sorted" ->
                counters.list(Query.ALL.sort("-n").limit(10)).records().getFirst();
            default -> counters.stream(Query.ALL).findFirst().orElseThrow();
          };
          long n = counter.integer("n");
          Thread.yield();
          return counters.update(counter.id(), Map.of("n", n + 1)).integer("n");
        });
      }

      @Register(name = "increment", auth = Auth.AUTH)
      void increment(Context ctx, Way way) {
        ctx.records("counters").asAdmin().update(way.id(), Map.of("n", Map.of("$inc", 1)));
      }
      """;

  private final FunctionServer server;
  private final Http admin;
  private final String id;

  LostUpdatesTest(Engine engine) {
    server = FunctionServer.start(engine);
    server.sources("add_one", CODE);
    admin = server.admin();
    admin.post(
        "/api/collections",
        """
        {"name": "counters", "label": "Counters", "schema": {"fields": [
          {"name": "name", "type": "string"}, {"name": "n", "type": "integer"}]}}
        """);
    var made = admin.post(COUNTERS, "{\"data\": {\"name\": \"visits\", \"n\": 0}}");
    id = made.json().get("id").stringValue();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void none_is_lost_that_a_transaction_has_made_of_what_it_read() {
    var ways = List.of("get", "first", "sorted", "stream");
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var calls =
          IntStream.range(0, CALLS)
              .mapToObj(i -> call("add_one", ways.get(i % ways.size()), threads))
              .toList();
      assertThat(calls)
          .allSatisfy(call -> assertThat(call.join().text()).contains("\"status\":\"succeeded\""));
    }
    assertThat(count()).isEqualTo(CALLS);
  }

  @Test
  void none_is_lost_that_the_database_adds() {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var calls = IntStream.range(0, CALLS).mapToObj(_ -> call("increment", "", threads)).toList();
      calls.forEach(CompletableFuture::join);
    }
    assertThat(count()).isEqualTo(CALLS);
  }

  private CompletableFuture<Http.Reply> call(String function, String way, Executor threads) {
    var input = "{\"id\": \"%s\", \"name\": \"%s\"}".formatted(id, way);
    return CompletableFuture.supplyAsync(
        () -> admin.post("/api/functions/" + function, input), threads);
  }

  private long count() {
    return admin.get(COUNTERS + "/" + id).json().at("/data/n").longValue();
  }
}
