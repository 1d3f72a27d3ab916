package dev.tinybase.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.functions.invoke.CodeSchedule;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.jobs.JobResult;
import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Schedules that stand in code, and those of the server itself. */
@ParameterizedClass
@EnumSource(Engine.class)
class DeclaredSchedulesTest {
  private final TestSchedules world;

  DeclaredSchedulesTest(Engine engine) {
    world = new TestSchedules(engine);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_schedule_lives_with_its_function() {
    world.declare(declared(TestSchedules.every("seconds", 1)));
    world.loop.look();
    var made = only();
    assertThat(made.source()).isEqualTo("code");
    assertThat(made.name()).isEqualTo("f");
    assertThat(made.functionName()).isEqualTo("f");
    assertThat(made.policy())
        .isEqualTo(new SchedulePolicy(Overlap.QUEUE, 10, CatchUp.NONE, 100, 3, 1, 2, null));
    world.pass(1);
    assertThat(world.runs(made.id())).hasSize(1);

    world.declare(declared(TestSchedules.every("seconds", 5)));
    world.loop.look();
    assertThat(only().id()).isEqualTo(made.id());
    assertThat(only().nextRunAt()).isEqualTo(world.clock.instant().plusSeconds(5));

    world.declare();
    world.loop.look();
    assertThat(all(JobFilter.Source.USER)).isEmpty();
    assertThat(world.runs(made.id())).hasSize(1);
  }

  @Test
  void several_of_one_function_are_told_apart() {
    world.declare(
        declared(TestSchedules.cron("0 3 * * *")), declared(TestSchedules.cron("0 4 * * *")));
    world.loop.look();
    assertThat(all(JobFilter.Source.USER))
        .extracting(ScheduleInfo::name)
        .containsExactly("f 1", "f 2");
  }

  @Test
  void what_is_as_it_was_is_left_alone() {
    world.declare(declared(TestSchedules.every("hours", 1)));
    world.loop.look();
    var made = only();
    world.clock.advance(Duration.ofMinutes(1));
    world.declare(declared(TestSchedules.every("hours", 1)));
    world.loop.look();
    assertThat(only()).isEqualTo(made);
  }

  @Test
  void a_restart_moves_no_moment_of_any_kind_of_schedule() {
    var daily = new Interval(24, ChronoUnit.HOURS, ZoneId.of("UTC"));
    var cron = Schedule.parse(TestSchedules.cron("0 3 * * *"), ZoneId.of("UTC"));
    var tasks =
        List.of(
            new SystemTask("daily", "d", daily, () -> {}),
            new SystemTask("nightly", "n", cron, () -> {}));
    world.start(tasks).look();
    world.pass(60);
    var before = all(JobFilter.Source.SYSTEM);
    assertThat(before).hasSize(2);
    world.clock.advance(Duration.ofHours(1));
    world.start(tasks).look();
    assertThat(all(JobFilter.Source.SYSTEM)).isEqualTo(before);
  }

  @Test
  void what_somebody_has_paused_stays_paused_when_its_file_changes() {
    world.declare(declared(TestSchedules.every("seconds", 1)));
    world.loop.look();
    world.service.update(only().id(), ScheduleChange.active(false));
    world.declare(declared(TestSchedules.every("seconds", 2)));
    world.loop.look();
    world.pass(5);
    assertThat(only().isActive()).isFalse();
    assertThat(world.runs(only().id())).isEmpty();
    world.service.update(only().id(), ScheduleChange.active(true));
    world.pass(2);
    assertThat(world.runs(only().id())).hasSize(1);
  }

  @Test
  void schedules_of_an_extension_wait_while_it_is_turned_off_and_go_with_it() {
    world.declareExtension(true, true, declared(TestSchedules.every("seconds", 1)));
    world.loop.look();
    var made = only();
    assertThat(made.source()).isEqualTo("extension:x");
    world.pass(1);
    assertThat(world.runs(made.id())).hasSize(1);
    world.end(made.id(), Job.Status.SUCCEEDED);

    world.declareExtension(false, true);
    world.loop.look();
    assertThat(only().isActive()).isFalse();
    assertThat(only().pausedReason()).isEqualTo("The extension 'x' is disabled.");
    world.pass(3);
    assertThat(world.runs(made.id())).hasSize(1);
    assertThatThrownBy(() -> world.service.update(made.id(), ScheduleChange.active(true)))
        .hasMessage(
            "The schedule belongs to the extension 'x', which is disabled. Enable that first.");

    world.declareExtension(true, true, declared(TestSchedules.every("seconds", 1)));
    world.loop.look();
    assertThat(only().isActive()).isTrue();
    assertThat(only().pausedReason()).isNull();
    world.pass(1);
    assertThat(world.runs(made.id())).hasSize(2);

    world.functions.remove("x");
    world.loop.look();
    assertThat(all(JobFilter.Source.USER)).isEmpty();
  }

  @Test
  void what_somebody_has_paused_of_an_extension_stays_paused_when_it_is_turned_on_again() {
    world.declareExtension(true, true, declared(TestSchedules.every("seconds", 1)));
    world.loop.look();
    var id = only().id();
    world.service.update(id, ScheduleChange.active(false));
    world.declareExtension(false, true);
    world.loop.look();
    world.declareExtension(true, true, declared(TestSchedules.every("seconds", 1)));
    world.loop.look();
    assertThat(only().isActive()).isFalse();

    world.service.update(id, ScheduleChange.active(true));
    world.declareExtension(false, true);
    world.loop.look();
    world.service.update(id, ScheduleChange.active(false));
    world.declareExtension(true, true, declared(TestSchedules.every("seconds", 1)));
    world.loop.look();
    assertThat(only().isActive()).isFalse();
  }

  @Test
  void an_extension_that_cannot_be_loaded_keeps_its_schedules_and_no_others() {
    world.declare(declared(TestSchedules.every("seconds", 7)));
    world.declareExtension(true, true, declared(TestSchedules.every("seconds", 9)));
    world.loop.look();
    world.declareExtension(true, false);
    world.declare();
    world.loop.look();
    assertThat(only().source()).isEqualTo("extension:x");
    assertThat(only().isActive()).isTrue();
  }

  @Test
  void a_start_before_the_functions_are_loaded_removes_nothing() {
    world.declare(declared(TestSchedules.every("hours", 1)));
    world.loop.look();
    try (var other = new TestSchedules(world.url, world.clock, "two")) {
      other.loop.look();
      assertThat(all(JobFilter.Source.USER)).hasSize(1);
    }
  }

  @Test
  void tasks_of_the_server_are_schedules_that_only_those_see_who_ask() throws Exception {
    var ran = new AtomicInteger();
    var every = new Interval(1, ChronoUnit.MINUTES, ZoneId.of("UTC"));
    var task = new SystemTask("sweep", "Sweeps.", every, ran::incrementAndGet);
    world.start(List.of(task)).look();
    world.clock.advance(Duration.ofMinutes(1));
    world.loop.look();
    assertThat(all(JobFilter.Source.USER)).isEmpty();
    var made = all(JobFilter.Source.SYSTEM).getFirst();
    assertThat(made.functionName()).isEqualTo("system.sweep");
    assertThat(world.jobs.list(JobFilter.ALL, 10, 0, null, true).total()).isZero();

    var runner = new SystemTasks(List.of(task), (_, _) -> new JobResult.Postponed(Duration.ZERO));
    var job = world.runs(made.id()).getFirst();
    assertThat(runner.run(job, UUID.randomUUID())).isInstanceOf(JobResult.Succeeded.class);
    assertThat(ran).hasValue(1);
    world.end(made.id(), Job.Status.SUCCEEDED);

    world.start(List.of()).look();
    assertThat(all(JobFilter.Source.ALL)).isEmpty();
  }

  @Test
  void a_task_that_fails_says_why() throws Exception {
    var every = new Interval(1, ChronoUnit.MINUTES, ZoneId.of("UTC"));
    var task =
        new SystemTask(
            "sweep",
            "Sweeps.",
            every,
            () -> {
              throw new IllegalStateException("no broom");
            });
    world.start(List.of(task)).look();
    world.clock.advance(Duration.ofMinutes(1));
    world.loop.look();
    var job = world.runs(all(JobFilter.Source.SYSTEM).getFirst().id()).getFirst();
    var runner = new SystemTasks(List.of(task), (_, _) -> new JobResult.Postponed(Duration.ZERO));
    var result = (JobResult.Failed) runner.run(job, UUID.randomUUID());
    assertThat(result.type()).isEqualTo("IllegalStateException");
    assertThat(result.message()).isEqualTo("no broom");
  }

  private ScheduleInfo only() {
    var all = all(JobFilter.Source.USER);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private List<ScheduleInfo> all(JobFilter.Source source) {
    return world.service.list(new ScheduleFilter(null, null, null, source), 100, 0).schedules();
  }

  private static CodeSchedule declared(ObjectNode when) {
    return new CodeSchedule(
        when,
        Overlap.QUEUE,
        10,
        CatchUp.NONE,
        100,
        3,
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        0);
  }
}
