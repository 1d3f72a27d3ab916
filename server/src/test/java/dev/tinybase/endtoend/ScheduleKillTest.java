package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.RestartablePostgres;
import dev.tinybase.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Three servers on one PostgreSQL, of which one is killed every few seconds: each occurrence of
 * each schedule runs, and is known once. The system property {@code tinybase.kill.seconds} makes it
 * longer.
 */
class ScheduleKillTest {
  private static final int SCHEDULES = 50;
  private static final int SERVERS = 3;
  private static final int TURNS = 4;
  private static final Duration LOAD =
      Duration.ofSeconds(Integer.getInteger("tinybase.kill.seconds", 10));

  /** A dead server's lease, the time until it is noticed, and the jobs that are left then. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String TICKS =
      """
      {"name": "ticks", "label": "Ticks", "schema": {"fields": [
        {"name": "job", "type": "string", "required": true, "index": true},
        {"name": "number", "type": "integer"},
        {"name": "scheduled_at", "type": "datetime"},
        {"name": "attempt", "type": "integer"}]}}
      """;

  private static final String FUNCTION =
      """
      import dev.tinybase.sdk.*;
      import java.util.Map;

      record Input(int number) {}

      @Register(name = "tick", description = "Leaves a record of each attempt")
      void tick(Context ctx, Input input) throws InterruptedException {
        var job = ctx.job().orElseThrow();
        ctx.records("ticks")
            .create(
                Map.of(
                    "job", job.id(),
                    "number", input.number(),
                    "scheduled_at", job.scheduledAt().toString(),
                    "attempt", job.attempt()));
        Thread.sleep(200);
      }
      """;

  @TempDir Path folder;

  private final List<ServerProcess> servers = new ArrayList<>();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @AfterEach
  void close() {
    servers.forEach(ServerProcess::close);
  }

  @Test
  void each_occurrence_runs_though_servers_are_killed_and_the_database_restarts()
      throws IOException {
    System.out.println("ScheduleKillTest seed " + seed);
    try (var postgres = new RestartablePostgres(folder.resolve("postgres"))) {
      for (int i = 0; i < SERVERS; i++) {
        servers.add(start(i, postgres.url()));
      }
      var token = Http.at(servers.getFirst().base()).login("admin@example.com");
      var schedules = makeSchedules(token);
      disturb(postgres);
      var last = Instant.now();
      schedules.forEach(id ->
          Eventually.within(PATIENCE, "it has come so far", () -> next(token, id).isAfter(last)));
      schedules.forEach(id -> pause(token, id));
      var ticks = new OccurrenceCheck(any().as(token), PATIENCE);
      int again = 0;
      for (var id : schedules) {
        assertThat(schedule(token, id).path("skipped_count").intValue()).as("skipped").isZero();
        again += ticks.check(id, last);
      }
      System.out.println("ScheduleKillTest: " + ticks.jobs() + " jobs, " + again + " ran again");
      close();
    }
  }

  /** Kills and restarts at random moments until the time is over, and a few times at least. */
  private void disturb(RestartablePostgres postgres) {
    long begin = System.nanoTime();
    for (int turn = 0; turn < TURNS || System.nanoTime() - begin < LOAD.toNanos(); turn++) {
      LockSupport.parkNanos(Duration.ofMillis(1_000 + random.nextInt(1_500)).toNanos());
      int victim = random.nextInt(SERVERS);
      servers.get(victim).kill();
      if (turn == 0) {
        servers.set(victim, start(victim, postgres.url())); // another name: the lease must end
      } else {
        servers.set(victim, servers.get(victim).startAgain());
      }
      if (turn == 1 || turn == TURNS - 1) {
        postgres.restart();
      }
    }
  }

  private List<String> makeSchedules(String token) {
    var http = any().as(token);
    var made = http.post("/api/collections", TICKS);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var ids = new ArrayList<String>();
    for (int i = 0; i < SCHEDULES; i++) {
      var reply = http.post("/api/admin/schedules", schedule(i));
      assertThat(reply.status()).as(reply.text()).isEqualTo(201);
      ids.add(reply.json().path("id").stringValue());
    }
    return ids;
  }

  private static String schedule(int number) {
    return """
    {"name": "tick %d", "function_name": "tick", "input_data": {"number": %d},
     "schedule": {"method": "interval", "unit": "seconds", "value": 1},
     "overlap": "parallel", "max_parallel": 1000, "catch_up": "all", "catch_up_limit": 10000,
     "retries": 20, "retry_delay_seconds": 1}
    """
        .formatted(number, number);
  }

  private void pause(String token, String id) {
    var reply = any().as(token).patch("/api/admin/schedules/" + id, "{\"is_active\": false}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  private Instant next(String token, String id) {
    return Instant.parse(schedule(token, id).path("next_run_at").stringValue());
  }

  private JsonNode schedule(String token, String id) {
    return any().as(token).get("/api/admin/schedules/" + id).json();
  }

  private Http any() {
    return Http.at(servers.getFirst().base());
  }

  private ServerProcess start(int number, String url) {
    try {
      var own = Files.createDirectories(folder.resolve("server-" + number));
      var functions = Files.createDirectories(own.resolve("functions"));
      Files.writeString(functions.resolve("tick.java"), FUNCTION);
      return ServerProcess.start(
          own,
          Map.of(
              "TINYBASE_DB_URL", url,
              "TINYBASE_JWT_SECRET_KEY", "the same on every node of this test",
              "TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true",
              "TINYBASE_LOG_ACCESS", "false"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
