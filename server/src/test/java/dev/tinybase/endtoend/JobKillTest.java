package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A server on SQLite that is killed over and over while jobs are enqueued, over HTTP and by
 * functions, and run: each that was acknowledged ends, and only what ran at a kill ran again.
 */
class JobKillTest {
  private static final int ROUNDS = 8;
  private static final int CLIENTS = 6;
  private static final int MOST_AT_ONCE = 16;

  private static final String ORDERS =
      """
      {"name": "orders", "label": "Orders", "schema": {"fields": [
        {"name": "name", "type": "string", "required": true, "unique": true},
        {"name": "job", "type": "string", "required": true}]}}
      """;

  private static final String FUNCTIONS =
      """
      import dev.tinybase.sdk.*;
      import java.nio.file.*;
      import java.util.Map;

      record Order(String name, boolean fails) {}

      @Register(name = "work", description = "Tells in a file that it runs")
      void work(Context ctx, Order order) throws Exception {
        var job = ctx.job().orElseThrow();
        var line = order.name() + " " + job.id() + "\\n";
        Files.writeString(
            Path.of("RAN"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Thread.sleep(order.name().startsWith("held") && job.attempt() == 1 ? 100_000 : 5);
      }

      @Register(name = "order", description = "Keeps an order, and has it done if it is kept")
      String order(Context ctx, Order order) {
        return ctx.transaction(() -> {
          var job = ctx.enqueue("work", order);
          ctx.records("orders").create(Map.of("name", order.name(), "job", job));
          if (order.fails()) {
            throw new FunctionException("refused", "as it was asked to");
          }
          return job;
        });
      }
      """;

  @TempDir Path folder;

  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<String> rolledBack = new ConcurrentLinkedQueue<>();

  @Test
  void each_acknowledged_job_ends_though_the_server_is_killed_in_a_loop() throws Exception {
    long seed = System.nanoTime();
    System.out.println("JobKillTest seed " + seed);
    var random = new Random(seed);
    writeFunctions();
    String token;
    try (var server = start()) {
      token = Http.at(server.base()).login("admin@example.com");
      var made = Http.at(server.base()).as(token).post("/api/collections", ORDERS);
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    for (int round = 0; round < ROUNDS; round++) {
      enqueueUntilKilled(token, round, random);
    }
    try (var server = start()) {
      var http = Http.at(server.base()).as(token);
      Eventually.within(
          Duration.ofMinutes(3),
          "all jobs have ended",
          () -> total(http, "queued", "running") == 0);
      assertThat(total(http, "failed", "cancelled", "skipped")).isZero();
      check(http);
    }
  }

  private void enqueueUntilKilled(String token, int round, Random random) throws Exception {
    try (var server = start()) {
      var http = Http.at(server.base()).as(token);
      int before = acknowledged.size();
      var clients = new ArrayList<Thread>();
      for (int i = 0; i < CLIENTS; i++) {
        var name = round + "-" + i + "-";
        clients.add(Thread.ofVirtual().start(() -> enqueue(http, name)));
      }
      acknowledged.add(post(http, "held-" + round)); // one at least runs when the server dies
      Eventually.until("jobs", () -> acknowledged.size() > before + CLIENTS);
      Eventually.within(Duration.ofMinutes(1), "it runs", () -> hasRun("held-" + round));
      LockSupport.parkNanos(Duration.ofMillis(50 + random.nextInt(450)).toNanos());
      server.kill();
      for (var client : clients) {
        client.join();
      }
    }
  }

  private boolean hasRun(String name) {
    try {
      var ran = folder.resolve("ran");
      return Files.exists(ran) && Files.readString(ran).contains(name + " ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One job after the other, in three ways, until the server is gone. */
  private void enqueue(Http http, String name) {
    try {
      for (int i = 0; ; i++) {
        var own = name + i;
        switch (i % 3) {
          case 0 -> acknowledged.add(post(http, own));
          case 1 -> acknowledged.add(order(http, own, false).path("result").stringValue());
          case 2 -> {
            rolledBack.add(own);
            var refused = order(http, own, true);
            assertThat(refused.path("status").stringValue()).isEqualTo("failed");
          }
        }
      }
    } catch (UncheckedIOException _) {
      // the server is gone: what it has not answered is not acknowledged
    }
  }

  private static String post(Http http, String name) {
    var body =
        "{\"function_name\": \"work\", \"payload\": {\"name\": \"%s\", \"fails\": false}}"
            .formatted(name);
    var reply = http.post("/api/admin/jobs", body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().path("id").stringValue();
  }

  private static JsonNode order(Http http, String name, boolean fails) {
    var reply =
        http.post(
            "/api/functions/order", "{\"name\": \"%s\", \"fails\": %s}".formatted(name, fails));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private void check(Http http) throws IOException {
    var runs = runs();
    var attempts = attempts(http);
    assertThat(attempts.keySet()).containsAll(acknowledged).containsAll(orders(http));
    int again = 0;
    for (var job : attempts.entrySet()) {
      assertThat(runs.getOrDefault(job.getKey(), List.of()))
          .as("runs of job %s", job)
          .hasSizeBetween(1, job.getValue());
      again += job.getValue() - 1;
    }
    assertThat(runs.keySet()).as("what ran was a job").isSubsetOf(attempts.keySet());
    assertThat(runs.values().stream().flatMap(List::stream))
        .doesNotContainAnyElementsOf(rolledBack);
    assertThat(again).as("attempts at a kill").isBetween(ROUNDS, ROUNDS * MOST_AT_ONCE);
    System.out.println("JobKillTest: " + attempts.size() + " jobs, " + again + " attempts lost");
  }

  /** The names that were told by the runs of each job. A kill may have cut a line. */
  private Map<String, List<String>> runs() throws IOException {
    var runs = new HashMap<String, List<String>>();
    for (var line : Files.readAllLines(folder.resolve("ran"))) {
      var words = line.split(" ", -1);
      runs.computeIfAbsent(words[1], _ -> new ArrayList<>()).add(words[0]);
    }
    return runs;
  }

  /** How often each job was started. */
  private static Map<String, Integer> attempts(Http http) {
    var attempts = new HashMap<String, Integer>();
    for (var job : all(http, "/api/admin/jobs?function_name=work", "jobs")) {
      assertThat(job.path("status").stringValue()).as(job.toString()).isEqualTo("succeeded");
      attempts.put(job.path("id").stringValue(), job.path("attempt").intValue());
    }
    return attempts;
  }

  /** The jobs of all orders, also of those that were not acknowledged. */
  private static List<String> orders(Http http) {
    return all(http, "/api/collections/orders/records?total=false", "records").stream()
        .map(order -> order.path("data").path("job").stringValue())
        .toList();
  }

  /** All items of a list, page by page. */
  private static List<JsonNode> all(Http http, String path, String items) {
    var all = new ArrayList<JsonNode>();
    for (var next = ""; ; ) {
      var page = http.get(path + "&limit=1000" + next).json();
      page.path(items).forEach(all::add);
      if (page.path("next_cursor").isNull()) {
        return all;
      }
      next = "&cursor=" + page.path("next_cursor").stringValue();
    }
  }

  private static int total(Http http, String... statuses) {
    int total = 0;
    for (var status : statuses) {
      total += http.get("/api/admin/jobs?limit=0&status=" + status).json().path("total").intValue();
    }
    return total;
  }

  private void writeFunctions() throws IOException {
    var functions = Files.createDirectories(folder.resolve("functions"));
    Files.writeString(
        functions.resolve("order.java"),
        FUNCTIONS.replace("RAN", folder.resolve("ran").toString()));
  }

  private ServerProcess start() {
    return ServerProcess.start(
        folder,
        Map.of(
            "TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true",
            "TINYBASE_LOG_ACCESS", "false"));
  }
}
