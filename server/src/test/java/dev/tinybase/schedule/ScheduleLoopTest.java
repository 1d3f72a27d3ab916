package dev.tinybase.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.jobs.Job;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which jobs schedules make, and when. */
@ParameterizedClass
@EnumSource(Engine.class)
class ScheduleLoopTest {
  private final TestSchedules world;

  ScheduleLoopTest(Engine engine) {
    world = new TestSchedules(engine);
    world.loop.look();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void each_moment_is_a_job_of_its_planned_moment_however_late_the_look() {
    var info = world.everySecond(overlap(Overlap.PARALLEL, 10));
    var begun = info.createdAt();
    world.clock.advance(Duration.ofMillis(2_700));
    assertThat(world.loop.look()).contains(begun.plusSeconds(3));
    assertThat(moments(info)).containsExactly(begun.plusSeconds(1), begun.plusSeconds(2));
    world.pass(1);
    assertThat(moments(info)).endsWith(begun.plusSeconds(3)).hasSize(3);
    assertThat(world.service.get(info.id()).nextRunAt()).isEqualTo(begun.plusSeconds(4));
  }

  @Test
  void a_job_has_what_its_schedule_says() {
    var policy = new SchedulePolicy(Overlap.SKIP, 1, CatchUp.NONE, 1, 3, 7, 99, null);
    var input = Json.object().put("a", 1);
    var info =
        world.service.create(
            new NewSchedule(
                "s", "f", TestSchedules.every("hours", 1), input, true, policy, null, null),
            null);
    var request = world.service.run(info.id()).request();
    assertThat(request.functionName()).isEqualTo("f");
    assertThat(request.payload()).isEqualTo("{\"a\":1}");
    assertThat(request.actsAs()).isEqualTo(Job.Actor.OPERATOR);
    assertThat(request.triggerType()).isEqualTo("schedule");
    assertThat(request.maxAttempts()).isEqualTo(4);
    assertThat(request.retryDelay()).isEqualTo(Duration.ofSeconds(7));
    assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(99));
  }

  @Test
  void a_run_by_hand_is_made_whatever_else_runs() {
    var info = world.everySecond(overlap(Overlap.SKIP, 1));
    world.pass(1);
    assertThat(world.service.run(info.id()).id()).isNotEqualTo(world.service.run(info.id()).id());
    assertThat(world.runs(info.id())).hasSize(3);
  }

  @Test
  void what_is_due_while_its_last_run_is_open_is_skipped_and_counted_and_fills_no_table() {
    var info = world.everySecond(overlap(Overlap.SKIP, 1));
    world.pass(100);
    assertThat(world.statuses(info.id())).containsExactly("queued", "skipped");
    var now = world.service.get(info.id());
    assertThat(now.skippedCount()).isEqualTo(99);
    assertThat(now.lastSkippedAt()).isEqualTo(world.clock.instant());
    assertThat(moments(info)).endsWith(world.clock.instant());
    world.end(info.id(), Job.Status.SUCCEEDED);
    world.pass(1);
    assertThat(world.statuses(info.id())).containsExactly("succeeded", "skipped", "queued");
  }

  @Test
  void one_waits_in_the_queue_and_further_ones_are_skipped() {
    var info = world.everySecond(overlap(Overlap.QUEUE, 1));
    world.pass(3);
    assertThat(world.statuses(info.id())).containsExactly("queued", "held", "skipped");
    world.end(info.id(), Job.Status.FAILED);
    assertThat(world.statuses(info.id())).containsExactly("failed", "queued", "skipped");
    world.pass(1);
    assertThat(world.statuses(info.id())).containsExactly("failed", "queued", "skipped", "held");
    world.end(info.id(), Job.Status.CANCELLED);
    assertThat(world.statuses(info.id()))
        .containsExactly("failed", "cancelled", "skipped", "queued");
  }

  @Test
  void parallel_ones_run_up_to_their_number() {
    var info = world.everySecond(overlap(Overlap.PARALLEL, 2));
    world.pass(4);
    assertThat(world.statuses(info.id())).containsExactly("queued", "queued", "skipped");
    assertThat(world.service.get(info.id()).skippedCount()).isEqualTo(2);
  }

  @Test
  void of_what_was_missed_the_latest_is_made_up_for() {
    var info = world.create(TestSchedules.every("hours", 1), catchUp(CatchUp.LATEST, 1));
    var missed = missedFor(Duration.ofMinutes(200), info);
    assertThat(missed).containsExactly(info.createdAt().plus(Duration.ofHours(3)));
    var now = world.service.get(info.id());
    assertThat(now.skippedCount()).isEqualTo(2);
    assertThat(now.nextRunAt()).isEqualTo(info.createdAt().plus(Duration.ofHours(4)));
  }

  @Test
  void of_what_was_missed_nothing_is_made_up_for() {
    var info = world.create(TestSchedules.every("hours", 1), catchUp(CatchUp.NONE, 1));
    assertThat(missedFor(Duration.ofMinutes(200), info)).isEmpty();
    assertThat(world.service.get(info.id()).skippedCount()).isEqualTo(3);
  }

  @Test
  void all_that_was_missed_runs_one_after_the_other() {
    var info = world.create(TestSchedules.every("hours", 1), catchUp(CatchUp.ALL, 10));
    assertThat(missedFor(Duration.ofMinutes(200), info)).hasSize(3);
    assertThat(world.statuses(info.id())).containsExactly("queued", "held", "held");
    world.end(info.id(), Job.Status.SUCCEEDED);
    assertThat(world.statuses(info.id())).containsExactly("succeeded", "queued", "held");
    world.end(info.id(), Job.Status.FAILED);
    assertThat(world.statuses(info.id())).containsExactly("succeeded", "failed", "queued");
  }

  @Test
  void of_all_that_was_missed_only_the_last_ones_are_made_up_for() {
    var info = world.create(TestSchedules.every("minutes", 1), catchUp(CatchUp.ALL, 1_000));
    var missed = missedFor(Duration.ofHours(20), info);
    assertThat(missed).hasSize(1_000).last().isEqualTo(info.createdAt().plus(Duration.ofHours(20)));
    assertThat(missed).isSorted();
    assertThat(world.service.get(info.id()).skippedCount()).isEqualTo(200);
  }

  @Test
  void what_was_missed_is_not_skipped_while_a_run_is_open() {
    var info = world.create(TestSchedules.every("hours", 1), catchUp(CatchUp.LATEST, 1));
    world.service.run(info.id());
    assertThat(missedFor(Duration.ofMinutes(61), info)).hasSize(2);
    assertThat(world.statuses(info.id())).containsExactly("queued", "held");
  }

  @Test
  void what_falls_due_in_a_stop_of_seconds_is_missed_too() {
    var info = world.everySecond(catchUp(CatchUp.NONE, 1));
    world.clock.advance(Duration.ofMillis(2_500));
    world.start().look();
    assertThat(world.runs(info.id())).isEmpty();
    assertThat(world.service.get(info.id()).skippedCount()).isEqualTo(2);
  }

  @Test
  void a_clock_that_jumps_a_day_ahead_makes_no_burst() {
    var info = world.everySecond(overlap(Overlap.PARALLEL, 100));
    world.pass(3);
    world.clock.advance(Duration.ofDays(1).plusMillis(500));
    world.loop.look();
    assertThat(world.runs(info.id())).hasSize(4);
    world.pass(2);
    assertThat(world.runs(info.id())).hasSize(6);
  }

  @Test
  void a_clock_that_is_put_back_an_hour_repeats_nothing_and_stalls_nothing() {
    var info = world.create(TestSchedules.every("minutes", 1), overlap(Overlap.PARALLEL, 100));
    world.clock.advance(Duration.ofSeconds(3_630));
    world.loop.look();
    assertThat(world.runs(info.id())).hasSize(1);
    world.clock.advance(Duration.ofHours(-1));
    for (int minute = 0; minute < 65; minute++) {
      world.pass(60);
    }
    assertThat(moments(info)).hasSize(65).doesNotHaveDuplicates();
  }

  @Test
  void a_clock_that_was_put_back_while_no_server_ran_stalls_nothing() {
    var info = world.create(TestSchedules.every("minutes", 1), overlap(Overlap.PARALLEL, 100));
    world.clock.advance(Duration.ofDays(1));
    world.loop.look();
    world.end(info.id(), Job.Status.SUCCEEDED);
    world.clock.advance(Duration.ofHours(-23));
    world.start().look();
    assertThat(world.service.get(info.id()).nextRunAt())
        .isBetween(world.clock.instant(), world.clock.instant().plusSeconds(60));
  }

  @Test
  void a_change_during_a_run_keeps_what_the_loop_writes_and_the_other_way_round() {
    var info = world.everySecond(overlap(Overlap.SKIP, 1));
    world.pass(3);
    var change = ScheduleChange.active(true);
    assertThat(world.service.update(info.id(), change).skippedCount()).isEqualTo(2);
    world.pass(2);
    var now = world.service.get(info.id());
    assertThat(now.skippedCount()).isEqualTo(4);
    assertThat(now.nextRunAt()).isEqualTo(info.createdAt().plusSeconds(6));
    world.end(info.id(), Job.Status.FAILED);
    assertThat(world.service.get(info.id()).consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void the_end_of_a_run_is_kept_with_its_schedule() {
    var info = world.everySecond(overlap(Overlap.SKIP, 1));
    world.pass(1);
    world.end(info.id(), Job.Status.FAILED);
    world.pass(1);
    world.end(info.id(), Job.Status.FAILED);
    var failed = world.service.get(info.id());
    assertThat(failed.lastStatus()).isEqualTo("failed");
    assertThat(failed.consecutiveFailures()).isEqualTo(2);
    assertThat(failed.lastRunAt()).isEqualTo(world.clock.instant());
    assertThat(failed.isActive()).isTrue();
    world.pass(1);
    world.end(info.id(), Job.Status.SUCCEEDED);
    assertThat(world.service.get(info.id()).consecutiveFailures()).isZero();
  }

  @Test
  void what_is_cancelled_before_it_runs_is_no_run() {
    var info = world.everySecond(overlap(Overlap.SKIP, 1));
    world.pass(1);
    world.end(info.id(), Job.Status.CANCELLED);
    assertThat(world.service.get(info.id()).lastStatus()).isNull();
    assertThat(world.service.get(info.id()).lastRunAt()).isNull();
  }

  @Test
  void a_schedule_that_fails_too_often_pauses_until_somebody_lets_it_go_on() {
    var info =
        world.everySecond(new SchedulePolicy(Overlap.SKIP, 1, CatchUp.LATEST, 1, 0, 10, null, 2));
    world.pass(1);
    world.end(info.id(), Job.Status.FAILED);
    world.pass(1);
    world.end(info.id(), Job.Status.FAILED);
    var paused = world.service.get(info.id());
    assertThat(paused.isActive()).isFalse();
    assertThat(paused.nextRunAt()).isNull();
    assertThat(paused.pausedReason()).isEqualTo("The last 2 runs have failed.");
    world.pass(10);
    assertThat(world.runs(info.id())).hasSize(2);
    var again = world.service.update(info.id(), ScheduleChange.active(true));
    assertThat(again.pausedReason()).isNull();
    assertThat(again.consecutiveFailures()).isZero();
    assertThat(again.nextRunAt()).isEqualTo(world.clock.instant().plusSeconds(1));
  }

  @Test
  void once_runs_once_and_is_over() {
    var at = Instant.parse("2026-11-23T00:00:00Z");
    var info = world.create(TestSchedules.once(at), SchedulePolicy.DEFAULT);
    world.clock.advance(Duration.between(world.clock.instant(), at));
    world.loop.look();
    assertThat(moments(info)).containsExactly(at);
    var over = world.service.get(info.id());
    assertThat(over.isActive()).isFalse();
    assertThat(over.nextRunAt()).isNull();
    assertThat(over.pausedReason()).isEqualTo("It has no further moment.");
  }

  @Test
  void nothing_happens_before_the_start_or_after_the_end() {
    var now = world.clock.instant();
    var info =
        world.service.create(
            new NewSchedule(
                "s",
                "f",
                TestSchedules.every("seconds", 1),
                Json.object(),
                true,
                overlap(Overlap.PARALLEL, 100),
                now.plusSeconds(3),
                now.plusSeconds(5)),
            null);
    world.pass(10);
    assertThat(moments(info))
        .containsExactly(now.plusSeconds(3), now.plusSeconds(4), now.plusSeconds(5));
    assertThat(world.service.get(info.id()).isActive()).isFalse();
  }

  @Test
  void what_is_enabled_does_not_make_up_for_the_time_before() {
    var info = world.everySecond(catchUp(CatchUp.ALL, 100));
    world.service.update(info.id(), ScheduleChange.active(false));
    world.pass(20);
    assertThat(world.runs(info.id())).isEmpty();
    world.service.update(info.id(), ScheduleChange.active(true));
    world.pass(1);
    assertThat(moments(info)).containsExactly(world.clock.instant());
  }

  @Test
  void ten_thousand_that_are_due_at_once_are_made_in_the_order_of_their_moments() {
    var now = world.clock.instant();
    var first = world.everySecond(overlap(Overlap.SKIP, 1));
    world.database.write(sql -> {
      for (int i = 0; i < 10_000; i++) {
        var wanted =
            new NewSchedule(
                "s" + i, "f", first.schedule(), Json.object(), true, first.policy(), null, null);
        new ScheduleTable(world.database.dialect())
            .insert(
                sql,
                ScheduleInfo.of(wanted, ScheduleInfo.API, now.plusMillis(i % 1000 + 1), null, now),
                null);
      }
      return true;
    });
    world.clock.advance(Duration.ofSeconds(1));
    world.loop.look();
    var order =
        world.database.read(
            sql -> sql.list("select scheduled_at from _jobs order by id", row -> row.text(1)));
    assertThat(order).hasSize(10_001).isSorted();
  }

  @Test
  void a_look_where_nothing_is_due_reads_one_entry_of_an_index() {
    var dialect = world.database.dialect();
    if (dialect.isSqlite()) { // PostgreSQL decides by what is in the table
      var least =
          new DueSchedules(dialect, world.jobs, TestSchedules.BERLIN, world.loop.lateness()).least;
      var plan =
          world.database.read(
              sql -> sql.list("explain query plan " + least, row -> row.text("detail")));
      assertThat(plan).singleElement().asString().contains("COVERING INDEX _schedules_next");
    }
  }

  @Test
  void a_schedule_that_cannot_be_read_any_more_pauses_and_keeps_nobody_else_from_running() {
    var bad = world.everySecond(SchedulePolicy.DEFAULT);
    var good = world.everySecond(SchedulePolicy.DEFAULT);
    world.database.write(sql ->
        sql.update(
            "update _schedules set schedule = ? where id = ?",
            "{\"method\":\"cron\",\"cron\":\"* * * * *\",\"timezone\":\"Mars/Base\"}",
            bad.id()));
    world.pass(1);
    assertThat(world.runs(good.id())).hasSize(1);
    assertThat(world.service.get(bad.id()).isActive()).isFalse();
    assertThat(world.service.get(bad.id()).pausedReason()).contains("Mars/Base");
  }

  @Test
  void two_servers_of_one_database_make_each_job_once() {
    try (var other = new TestSchedules(world.url, world.clock, "two")) {
      other.loop.look();
      var info = world.everySecond(overlap(Overlap.PARALLEL, 1_000));
      for (int i = 0; i < 30; i++) {
        world.clock.advance(Duration.ofSeconds(1));
        var both = List.of(world.loop, other.loop);
        both.parallelStream().forEach(ScheduleLoop::look);
        world.loop.look();
      }
      assertThat(moments(info)).hasSize(30).doesNotHaveDuplicates();
      assertThat(world.service.get(info.id()).skippedCount()).isZero();
    }
  }

  @Test
  void what_another_server_looks_at_is_not_missed() {
    try (var other = new TestSchedules(world.url, world.clock, "two")) {
      var info = world.everySecond(catchUp(CatchUp.NONE, 1));
      world.clock.advance(Duration.ofMillis(3_500));
      other.loop.look();
      assertThat(world.runs(info.id())).hasSize(other.database.dialect().isSqlite() ? 0 : 2);
    }
  }

  /** The moments of the runs after a stop of the server. */
  private List<Instant> missedFor(Duration time, ScheduleInfo info) {
    world.clock.advance(time);
    world.start().look();
    return moments(info);
  }

  private List<Instant> moments(ScheduleInfo info) {
    return world.runs(info.id()).stream().map(ScheduleLoopTest::scheduledAt).toList();
  }

  private static Instant scheduledAt(Job job) {
    var occurrence = job.request().occurrence();
    return Objects.requireNonNull(occurrence).scheduledAt();
  }

  private static SchedulePolicy overlap(Overlap overlap, int parallel) {
    return new SchedulePolicy(overlap, parallel, CatchUp.LATEST, 100, 0, 10, null, null);
  }

  private static SchedulePolicy catchUp(CatchUp catchUp, int limit) {
    return new SchedulePolicy(Overlap.SKIP, 1, catchUp, limit, 0, 10, null, null);
  }
}
