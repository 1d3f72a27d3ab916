package dev.tinybase.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.invoke.CodeSchedule;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Schedules are made, changed, listed and previewed. */
@ParameterizedClass
@EnumSource(Engine.class)
class ScheduleServiceTest {
  private final TestSchedules world;
  private final ScheduleService service;
  private final Instant now;

  ScheduleServiceTest(Engine engine) {
    world = new TestSchedules(engine);
    service = world.service;
    now = world.clock.instant();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void what_is_made_is_kept_as_it_was_sent() {
    var policy = new SchedulePolicy(Overlap.PARALLEL, 7, CatchUp.ALL, 8, 9, 10, 11, 12);
    var wanted =
        new NewSchedule(
            "nightly",
            "f",
            TestSchedules.cron("0 3 * * *").put("description", "at night"),
            Json.object().put("a", "ä"),
            true,
            policy,
            now.plusSeconds(60),
            now.plus(Duration.ofDays(9)));
    var made = service.create(wanted, null);
    assertThat(service.get(made.id())).isEqualTo(made);
    assertThat(made.definition()).isEqualTo(wanted);
    assertThat(made.source()).isEqualTo("api");
    assertThat(made.nextRunAt()).isEqualTo("2026-11-23T02:00:00Z");
  }

  @Test
  void an_inactive_one_has_no_next_moment() {
    var made = service.create(wanted(TestSchedules.every("hours", 1), false, null, null), null);
    assertThat(made.nextRunAt()).isNull();
    assertThat(service.update(made.id(), ScheduleChange.active(true)).nextRunAt())
        .isEqualTo(now.plus(Duration.ofHours(1)));
  }

  @Test
  void those_that_are_due_late_or_failing_are_counted() {
    var hourly = service.create(wanted(TestSchedules.every("hours", 1), true, null, null), null);
    service.create(wanted(TestSchedules.every("hours", 2), true, null, null), null);
    service.create(wanted(TestSchedules.every("hours", 1), false, null, null), null);
    assertThat(service.figures()).isEqualTo(new ScheduleFigures(3, 2, 0, 0, 0));
    world.clock.advance(Duration.ofHours(1));
    assertThat(service.figures()).isEqualTo(new ScheduleFigures(3, 2, 1, 0, 0));
    world.database.write(sql ->
        sql.update("update _schedules set consecutive_failures = 2 where id = ?", hourly.id()));
    world.clock.advance(Duration.ofMinutes(1));
    assertThat(service.figures()).isEqualTo(new ScheduleFigures(3, 2, 1, 1, 1));
  }

  @Test
  void what_is_wrong_is_told_with_its_field_and_nothing_is_saved() {
    assertRefused(
        "function_name",
        () ->
            service.create(
                new NewSchedule(
                    "s",
                    "g",
                    Json.object(),
                    Json.object(),
                    true,
                    SchedulePolicy.DEFAULT,
                    null,
                    null),
                null));
    assertRefused("schedule.cron", create(TestSchedules.cron("61 * * * *"), null, null));
    assertRefused("schedule", create(Json.parse("[]"), null, null));
    assertRefused("schedule.date", create(TestSchedules.once(now.minusSeconds(9)), null, null));
    var hourly = TestSchedules.every("hours", 1);
    assertRefused("ends_at", create(hourly, now.plusSeconds(5), now.plusSeconds(4)));
    assertRefused("ends_at", create(hourly, null, now.plusSeconds(4)));
    assertRefused("ends_at", create(hourly, null, now.minusSeconds(4)));
    assertRefused("starts_at", create(hourly, Instant.MAX, null));
    assertRefused("ends_at", create(hourly, null, Instant.MAX));
    assertRefused("starts_at", create(hourly, Instant.MIN, null));
    assertThat(service.list(ScheduleFilter.ALL, 100, 0).total()).isZero();
  }

  @Test
  void an_unknown_function_is_told_with_the_one_that_may_be_meant() {
    var problem =
        refused(() ->
            service.create(
                new NewSchedule(
                    "s",
                    "F",
                    TestSchedules.every("hours", 1),
                    Json.object(),
                    true,
                    SchedulePolicy.DEFAULT,
                    null,
                    null),
                null));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
    assertThat(problem.detail()).isEqualTo("Function 'F' not found; did you mean 'f'?");
  }

  @Test
  void a_refused_change_changes_nothing() {
    var made = service.create(wanted(TestSchedules.every("hours", 1), true, null, null), null);
    assertRefused(
        "schedule.cron",
        () -> service.update(made.id(), change("other", TestSchedules.cron("x"), null)));
    assertThat(service.get(made.id())).isEqualTo(made);
  }

  @Test
  void a_change_leaves_alone_what_it_does_not_name_and_clears_what_it_says_so() {
    var policy = new SchedulePolicy(Overlap.QUEUE, 7, CatchUp.ALL, 8, 9, 10, 11, 12);
    var ends = now.plus(Duration.ofDays(1));
    var made =
        service.create(
            new NewSchedule(
                "s", "f", TestSchedules.every("hours", 1), Json.object(), true, policy, null, ends),
            null);
    world.clock.advance(Duration.ofMinutes(10));
    var renamed = service.update(made.id(), change("t", null, null));
    assertThat(renamed.name()).isEqualTo("t");
    assertThat(renamed.nextRunAt()).isEqualTo(made.nextRunAt());
    assertThat(renamed.policy()).isEqualTo(policy);
    assertThat(renamed.updatedAt()).isEqualTo(world.clock.instant());

    var cleared =
        service.update(made.id(), change(null, null, new ScheduleChange.Replacement<>(null)));
    assertThat(cleared.endsAt()).isNull();
    assertThat(cleared.name()).isEqualTo("t");

    var moved = service.update(made.id(), change(null, TestSchedules.every("minutes", 3), null));
    assertThat(moved.nextRunAt()).isEqualTo(world.clock.instant().plusSeconds(180));
    assertThat(service.get(made.id())).isEqualTo(moved);
  }

  @Test
  void what_has_no_moment_left_cannot_be_resumed_without_a_new_one() {
    var at = now.plusSeconds(10).truncatedTo(ChronoUnit.SECONDS);
    var made = service.create(wanted(TestSchedules.once(at), true, null, null), null);
    world.clock.advance(Duration.ofMinutes(1));
    world.loop.look();
    assertRefused("schedule.date", () -> service.update(made.id(), ScheduleChange.active(true)));
    assertThat(service.update(made.id(), change("t", null, null)).isActive()).isFalse();
  }

  @Test
  void what_stands_in_code_can_be_paused_and_run_but_not_edited() {
    world.declare(
        new CodeSchedule(
            TestSchedules.every("hours", 1),
            Overlap.SKIP,
            1,
            CatchUp.NONE,
            1,
            0,
            Duration.ofSeconds(1),
            null,
            0));
    world.loop.look();
    var id = service.list(ScheduleFilter.ALL, 1, 0).schedules().getFirst().id();
    assertThat(refused(() -> service.update(id, change("t", null, null))).code())
        .isEqualTo("managed_elsewhere");
    assertThat(refused(() -> service.delete(id)).code()).isEqualTo("managed_elsewhere");
    assertThat(service.update(id, ScheduleChange.active(false)).isActive()).isFalse();
    assertThat(service.run(id).request().functionName()).isEqualTo("f");
  }

  @Test
  void lists_are_in_the_order_of_names_and_can_be_narrowed() {
    for (var name : List.of("b", "a", "c")) {
      service.create(
          new NewSchedule(
              name,
              "f",
              TestSchedules.every("hours", 1),
              Json.object(),
              !name.equals("c"),
              SchedulePolicy.DEFAULT,
              null,
              null),
          null);
    }
    var page = service.list(ScheduleFilter.ALL, 2, 1);
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.schedules()).extracting(ScheduleInfo::name).containsExactly("b", "c");
    var paused = new ScheduleFilter(null, "f", false, JobFilter.Source.USER);
    assertThat(service.list(paused, 9, 0).schedules())
        .extracting(ScheduleInfo::name)
        .containsExactly("c");
    assertThat(
            service.list(new ScheduleFilter(null, "g", null, JobFilter.Source.ALL), 0, 0).total())
        .isZero();
  }

  @Test
  void what_is_deleted_is_gone_and_its_runs_stay() {
    var made = service.create(wanted(TestSchedules.every("hours", 1), true, null, null), null);
    service.run(made.id());
    service.delete(made.id());
    assertThat(refused(() -> service.get(made.id())).code()).isEqualTo("schedule_not_found");
    assertThat(world.runs(made.id())).hasSize(1);
    var unknown = UUID.randomUUID();
    assertThat(refused(() -> service.delete(unknown)).kind()).isEqualTo(Problem.Kind.NOT_FOUND);
    assertThat(refused(() -> service.run(unknown)).kind()).isEqualTo(Problem.Kind.NOT_FOUND);
    assertThat(refused(() -> service.update(unknown, ScheduleChange.active(true))).kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
  }

  @Test
  void a_preview_tells_the_next_moments_in_the_zone() {
    var preview = service.preview(TestSchedules.cron("30 2 * * *"), 2);
    assertThat(preview.moments())
        .containsExactly(
            Instant.parse("2026-11-23T01:30:00Z"), Instant.parse("2026-11-24T01:30:00Z"));
    assertThat(preview.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(preview.description()).isEqualTo("At 02:30 (Europe/Berlin)");
  }

  @Test
  void a_preview_of_one_that_is_kept_goes_on_from_its_next_moment_to_its_end() {
    var made =
        service.create(
            wanted(TestSchedules.every("hours", 1), true, null, now.plus(Duration.ofHours(3))),
            null);
    world.clock.advance(Duration.ofMinutes(30));
    assertThat(service.preview(made.id(), 10).moments())
        .containsExactly(
            now.plus(Duration.ofHours(1)),
            now.plus(Duration.ofHours(2)),
            now.plus(Duration.ofHours(3)));
    service.update(made.id(), ScheduleChange.active(false));
    assertThat(service.preview(made.id(), 1).moments())
        .containsExactly(now.plus(Duration.ofMinutes(90)));
  }

  private ThrowingCallable create(
      JsonNode schedule, @Nullable Instant startsAt, @Nullable Instant endsAt) {
    return () -> service.create(wanted(schedule, true, startsAt, endsAt), null);
  }

  private static NewSchedule wanted(
      JsonNode schedule, boolean active, @Nullable Instant startsAt, @Nullable Instant endsAt) {
    return new NewSchedule(
        "s", "f", schedule, Json.object(), active, SchedulePolicy.DEFAULT, startsAt, endsAt);
  }

  private static ScheduleChange change(
      @Nullable String name,
      @Nullable JsonNode schedule,
      ScheduleChange.@Nullable Replacement<Instant> endsAt) {
    return new ScheduleChange(
        name, schedule, null, null, null, null, null, null, null, null, null, null, null, endsAt);
  }

  private static void assertRefused(String field, ThrowingCallable action) {
    var problem = refused(action);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
    assertThat(problem.errors()).extracting(FieldError::field).containsExactly(field);
  }

  private static Problem refused(ThrowingCallable action) {
    return Objects.requireNonNull(catchThrowableOfType(Problem.class, action));
  }
}
