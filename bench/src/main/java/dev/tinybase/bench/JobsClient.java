package dev.tinybase.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/** What the benchmark asks an admin's jobs and schedules. */
record JobsClient(Client client) {
  private static final String JOBS = "/api/admin/jobs";
  private static final String SCHEDULES = "/api/admin/schedules";
  private static final int AT_ONCE = 16;
  private static final int PAGE = 1000;
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  /** As the server's first account, which its settings make an admin, when functions are there. */
  static JobsClient of(ServerProcess server) {
    var client = new Client(server.base());
    client.login("admin@example.com", "correct horse battery");
    await("functions", () -> client.send("/api/functions", "").size() > 0);
    return new JobsClient(client);
  }

  /** Makes schedules, several at once. */
  void schedules(int count, IntFunction<String> body) {
    var places = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var made = new ArrayList<java.util.concurrent.Future<?>>();
      for (int i = 0; i < count; i++) {
        int number = i;
        places.acquireUninterruptibly();
        made.add(
            threads.submit(() -> {
              try {
                return client.send(SCHEDULES, body.apply(number));
              } finally {
                places.release();
              }
            }));
      }
      for (var one : made) {
        one.get();
      }
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes one schedule and returns its id. */
  String schedule(String body) {
    return client.send(SCHEDULES, body).path("id").stringValue();
  }

  /** The jobs that a schedule has made. */
  List<JsonNode> runs(String schedule) {
    var page = client.send(SCHEDULES + "/" + schedule + "/runs?limit=" + PAGE, "");
    return page.path("runs").valueStream().toList();
  }

  /** All jobs of a function. */
  List<JsonNode> of(String function) {
    var all = new ArrayList<JsonNode>();
    for (var next = ""; ; ) {
      var path = JOBS + "?total=false&limit=" + PAGE + "&function_name=" + function + next;
      var page = client.send(path, "");
      page.path("jobs").forEach(all::add);
      if (page.path("next_cursor").isNull()) {
        return all;
      }
      next = "&cursor=" + page.path("next_cursor").stringValue();
    }
  }

  /** Waits until no job waits or runs. */
  void awaitAll() {
    await("ends of all jobs", () -> !has("queued") && !has("running"));
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within two minutes: " + what);
      }
      LockSupport.parkNanos(100_000_000);
    }
  }

  /** Whether there is a job of a status; it counts none, which would cost more than a few jobs. */
  private boolean has(String status) {
    return !client.send(JOBS + "?limit=1&total=false&status=" + status, "").path("jobs").isEmpty();
  }

  static Instant time(JsonNode job, String field) {
    return Instant.parse(job.path(field).stringValue());
  }
}
