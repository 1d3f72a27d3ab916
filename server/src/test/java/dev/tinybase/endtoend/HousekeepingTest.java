package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.TestClock;
import dev.tinybase.config.Settings;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What the server does for itself, as admins see it. */
class HousekeepingTest {
  private static final String SCHEDULES = "/api/admin/schedules";
  private static final String JOBS = "/api/admin/jobs";
  private static final List<String> TASKS =
      List.of(
          "system.call_records",
          "system.change_log",
          "system.database",
          "system.ended_jobs",
          "system.expired_sessions",
          "system.failed_events",
          "system.failed_logins",
          "system.idempotency_keys",
          "system.metric_snapshots");

  private final TestClock clock = new TestClock();

  @ParameterizedTest
  @EnumSource(Engine.class)
  void each_task_is_a_schedule_that_can_be_run_by_hand(Engine engine) {
    try (var server = byHandAlone(engine)) {
      var tasks = tasks(server);
      assertThat(tasks.keySet()).containsAll(TASKS);
      assertThat(tasks.containsKey("system.record_totals")).isEqualTo(engine == Engine.POSTGRES);
      assertThat(get(server, SCHEDULES).path("total").intValue()).isZero();
      for (var task : tasks.entrySet()) {
        assertThat(task.getValue().path("source").stringValue()).isEqualTo("system");
        assertThat(task.getValue().path("next_run_at").isString()).isTrue();
        var job = run(server, task.getValue());
        assertThat(job.path("status").stringValue()).as(task.getKey()).isEqualTo("succeeded");
      }
      assertThat(get(server, JOBS).path("total").intValue()).as("without source").isZero();
      var after = tasks(server).get("system.change_log");
      assertThat(after.path("last_status").stringValue()).isEqualTo("succeeded");
      var path = SCHEDULES + "/" + after.path("id").stringValue();
      assertThat(server.patch(server.adminToken(), path, "{\"name\": \"mine\"}").status())
          .isEqualTo(409);
      assertThat(server.patch(server.adminToken(), path, "{\"is_active\": false}").status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_task_that_fails_is_seen_and_tried_again(Engine engine) {
    try (var server = byHandAlone(engine)) {
      var task = tasks(server).get("system.metric_snapshots");
      rename(server, "_metrics", "_metrics_away");
      var failed = run(server, task);
      assertThat(failed.path("status").stringValue()).isEqualTo("failed");
      assertThat(failed.path("error_type").stringValue()).isNotEmpty();
      var seen = tasks(server).get("system.metric_snapshots");
      assertThat(seen.path("last_status").stringValue()).isEqualTo("failed");
      assertThat(seen.path("consecutive_failures").intValue()).isEqualTo(1);
      assertThat(seen.path("is_active").booleanValue()).isTrue();
      assertThat(seen.path("next_run_at").isString()).isTrue();
      rename(server, "_metrics_away", "_metrics");
      assertThat(run(server, task).path("status").stringValue()).isEqualTo("succeeded");
      assertThat(get(server, "/api/admin/metrics").path("collected_at").isString()).isTrue();
    }
  }

  @Test
  void of_two_nodes_one_runs_each_task_soon_after_the_first_start() {
    try (var one = start(Engine.POSTGRES, true);
        var two = one.another()) {
      Eventually.within(
          Duration.ofMinutes(1),
          "each task has run",
          () -> tasks(one).values().stream().allMatch(task -> task.path("last_status").isString()));
      var runs = new TreeMap<String, Integer>();
      get(two, JOBS + "?source=system")
          .path("jobs")
          .forEach(job -> runs.merge(job.path("function_name").stringValue(), 1, Integer::sum));
      assertThat(runs.keySet()).containsAll(TASKS);
      assertThat(runs.values()).as(runs.toString()).containsOnly(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_server_without_a_scheduler_does_none_of_it_and_runs_jobs(Engine engine) {
    try (var server = start(engine, false)) {
      assertThat(get(server, SCHEDULES + "?source=all").path("total").intValue()).isZero();
      assertThat(server.get(null, "/ready").status()).isEqualTo(200);
      assertThat(server.tinybase().schedules().loop().isRunning()).isFalse();
    }
  }

  /**
   * Its clock goes on only while a run is waited for, and its tasks come tomorrow by themselves.
   */
  private TestServer byHandAlone(Engine engine) {
    var server = TestServer.start(engine, with(true), clock);
    var tomorrow = clock.instant().plus(Duration.ofDays(1));
    int made = tasks(server).size();
    int changed =
        server
            .tinybase()
            .database()
            .write(sql -> sql.update("update _schedules set next_run_at = ?", tomorrow));
    assertThat(changed).isEqualTo(made);
    return server;
  }

  private static TestServer start(Engine engine, boolean enabled) {
    return TestServer.start(engine, with(enabled), Clock.systemUTC());
  }

  private static UnaryOperator<Settings> with(boolean enabled) {
    var scheduler = Settings.with(Map.of("scheduler.enabled", "" + enabled)).scheduler();
    return s -> RecordCopy.with(s, "scheduler", scheduler);
  }

  private static JsonNode get(TestServer server, String path) {
    var answer = server.get(server.adminToken(), path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** By their functions, as soon as there are any. */
  private static Map<String, JsonNode> tasks(TestServer server) {
    var tasks = new TreeMap<String, JsonNode>();
    Eventually.until(
        "there are tasks",
        () -> {
          get(server, SCHEDULES + "?source=system")
              .path("schedules")
              .forEach(task -> tasks.put(task.path("function_name").stringValue(), task));
          return !tasks.isEmpty();
        });
    return tasks;
  }

  /** Runs it by hand, and gives the job when it has ended. */
  private JsonNode run(TestServer server, JsonNode task) {
    var path = SCHEDULES + "/" + task.path("id").stringValue() + "/run";
    var accepted = server.post(server.adminToken(), path, "{}");
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    var job = JOBS + "/" + accepted.json().path("id").stringValue();
    Eventually.until(
        "the run ends",
        () -> {
          clock.advance(Duration.ofSeconds(1)); // to its next attempt, where it fails
          return get(server, job).path("finished_at").isString();
        });
    return get(server, job);
  }

  private static void rename(TestServer server, String table, String other) {
    server
        .tinybase()
        .database()
        .write(sql -> {
          sql.execute("alter table " + table + " rename to " + other);
          return true;
        });
  }
}
