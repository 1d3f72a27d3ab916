package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.TestClock;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobEngine;
import dev.tinybase.jobs.JobRequest;
import dev.tinybase.jobs.JobResult;
import dev.tinybase.jobs.JobService;
import dev.tinybase.schedule.ScheduleServices;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is stuck is told: in the log once, at {@code /ready} and {@code /metrics} always. */
@ParameterizedClass
@EnumSource(Engine.class)
class JobMonitorTest {
  private final LogCapture log = new LogCapture(JobMonitor.class.getName());
  private final TestClock clock = new TestClock();
  private final Database database;

  JobMonitorTest(Engine engine) {
    database = engine.fresh();
  }

  @AfterEach
  void stop() {
    log.close();
    database.close();
  }

  @Test
  void jobs_that_are_due_and_do_not_begin_are_told_once_until_they_go_on() {
    var engine = engine(16);
    var jobs = new JobService(database, clock, engine);
    jobs.add(wanted());
    var monitor = monitor(jobs, engine);
    try (var api = api(monitor)) {
      clock.advance(Duration.ofSeconds(60));
      monitor.look();
      assertThat(ready(api)).contains("\"status\":\"ready\"", "\"jobs\":\"ok\"");
      clock.advance(Duration.ofSeconds(10));
      monitor.look();
      monitor.look();
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("jobs do not go on", "70 seconds", "restart this server");
      assertThat(ready(api)).contains("\"status\":\"unavailable\"", "\"jobs\":\"failed\"");
      assertThat(metrics(api))
          .contains(
              "tinybase_jobs_due 1.0",
              "tinybase_jobs_waiting 1.0",
              "tinybase_jobs_running 0.0",
              "tinybase_jobs_failed 0.0",
              "tinybase_jobs_stuck 0.0",
              "tinybase_jobs_lateness_seconds 70.0",
              "tinybase_jobs_oldest_waiting_seconds 70.0");
    }
  }

  @Test
  void a_backlog_that_keeps_the_server_busy_is_not_stuck() {
    var full = engine(0);
    var jobs = new JobService(database, clock, full);
    jobs.add(wanted());
    clock.advance(Duration.ofHours(1));
    var monitor = monitor(jobs, full);
    monitor.look();
    assertThat(log.messages()).isEmpty();
  }

  @Test
  void it_is_told_when_they_go_on_again() {
    var engine = engine(16);
    var jobs = new JobService(database, clock, engine);
    jobs.add(wanted());
    clock.advance(Duration.ofMinutes(2));
    var monitor = monitor(jobs, engine);
    monitor.look();
    assertThat(engine.runDue((_, _) -> new JobResult.Succeeded(JobResult.Attempt.UNRECORDED), 1))
        .extracting(Job::status)
        .containsExactly(Job.Status.SUCCEEDED);
    monitor.look();
    monitor.look();
    assertThat(log.messages()).hasSize(2);
    assertThat(log.messages()).last().isEqualTo("jobs go on again");
  }

  @Test
  void without_a_database_the_metrics_have_no_figures_of_jobs_and_all_others() {
    var engine = engine(16);
    var jobs = new JobService(database, clock, engine);
    database.close();
    try (var api = api(monitor(jobs, engine))) {
      assertThat(metrics(api)).contains("tinybase_jobs_due NaN", "tinybase_db_writable");
    }
  }

  @Test
  void schedules_that_are_due_and_make_no_job_are_told() {
    var engine = engine(16);
    var jobs = new JobService(database, clock, engine);
    var schedules = schedules(jobs, engine);
    var monitor = new JobMonitor(jobs, engine, schedules.loop(), Duration.ZERO);
    database.write(sql ->
        sql.update(
            """
            insert into _schedules (id, name, function_name, schedule, input_data, is_active,
              overlap, max_parallel, catch_up, catch_up_limit, retries, retry_delay_seconds,
              source, next_run_at, created_at, updated_at)
            values (?, 's', 'f', '{}', '{}', ?, 'no such word', 1, 'none', 1, 0, 1, 'api', ?, ?, ?)\
            """,
            new UUID(1, 1),
            true,
            clock.instant(),
            clock.instant(),
            clock.instant()));
    clock.advance(Duration.ofSeconds(90));
    monitor.look();
    assertThat(log.messages()).as("a server that fires none is not stuck").isEmpty();
    schedules.start();
    try (schedules;
        var api = api(monitor)) {
      monitor.look();
      monitor.look();
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("schedules do not go on", "due for 90 seconds");
      assertThat(ready(api)).contains("\"jobs\":\"ok\"", "\"schedules\":\"failed\"");
      assertThat(metrics(api))
          .contains("tinybase_schedules_active 1.0", "tinybase_schedule_lateness_seconds_count 0");
    }
  }

  private JobMonitor monitor(JobService jobs, JobEngine engine) {
    return new JobMonitor(jobs, engine, schedules(jobs, engine).loop(), Duration.ZERO);
  }

  private ScheduleServices schedules(JobService jobs, JobEngine engine) {
    return new ScheduleServices(
        Settings.defaults(), database, new Registry(), engine, jobs, List.of(), clock);
  }

  private JobEngine engine(int rooms) {
    return new JobEngine(
        database,
        clock,
        new JobEngine.Options(
            "one",
            rooms,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ZERO,
            new Random(1)));
  }

  private JobRequest wanted() {
    return new JobRequest(
        "f",
        JobRequest.JSON,
        "{}",
        Job.Actor.OPERATOR,
        null,
        JobRequest.JOB,
        "r",
        0,
        clock.instant(),
        null,
        1,
        JobRequest.RETRY_DELAY,
        null,
        null,
        null);
  }

  private TestApi api(JobMonitor monitor) {
    var services =
        new Services(
            TestApi::user,
            database,
            List::of,
            List::of,
            List::of,
            monitor,
            new Readiness(database, monitor.checks()),
            new RequestHistory("", () -> 0, clock));
    return new TestApi(TestApi.settings(s -> s), services, List.of());
  }

  private static String ready(TestApi api) {
    return api.get("/ready").body();
  }

  private static String metrics(TestApi api) {
    return api.get("/metrics", "Authorization", "Bearer admin-token").body();
  }
}
