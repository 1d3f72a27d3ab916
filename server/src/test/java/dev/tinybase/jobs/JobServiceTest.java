package dev.tinybase.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tinybase.auth.TestClock;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be asked of jobs, before anybody runs them. */
@ParameterizedClass
@EnumSource(Engine.class)
class JobServiceTest {
  private static final UUID SCHEDULE = new UUID(1, 1);

  private final TestClock clock = new TestClock();
  private final Database database;
  private final JobEngine engine;
  private final JobService jobs;

  JobServiceTest(Engine kind) {
    database = kind.fresh();
    engine =
        new JobEngine(
            database,
            clock,
            new JobEngine.Options(
                "one",
                16,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                new Random(1)));
    jobs = new JobService(database, clock, engine);
  }

  @AfterEach
  void close() {
    engine.close();
    database.close();
  }

  @Test
  void a_job_is_found_as_it_was_wanted() {
    var wanted =
        new JobRequest(
            "f",
            "json",
            "{\"x\":1}",
            Job.Actor.USER,
            new UUID(2, 2),
            "schedule",
            "r1",
            -7,
            clock.instant().plusSeconds(60),
            "key",
            3,
            Duration.ofSeconds(9),
            Duration.ofMillis(1500),
            new JobRequest.Occurrence(SCHEDULE, clock.instant(), false, "api"),
            "a.b > c.d");
    var added = jobs.add(wanted);
    assertThat(added.isNew()).isTrue();
    var found = jobs.find(added.job().id()).orElseThrow();
    assertThat(found).isEqualTo(added.job());
    assertThat(found.request()).isEqualTo(wanted);
    assertThat(found.status()).isEqualTo(Job.Status.QUEUED);
    assertThat(jobs.find(new UUID(0, 0))).isEmpty();
    jobs.cancel(found.id());
    assertThat(jobs.retry(found.id()).request().cause()).as("who asks is no hook").isNull();
  }

  @Test
  void a_list_is_the_newest_first_and_filtered_and_goes_on_at_its_cursor() {
    var ids =
        IntStream.range(0, 5).mapToObj(i -> jobs.add(wanted("f" + i % 2)).job().id()).toList();
    var first = jobs.list(JobFilter.ALL, 2, 0, null, true);
    assertThat(first.jobs()).extracting(Job::id).containsExactly(ids.get(4), ids.get(3));
    assertThat(first.total()).isEqualTo(5);
    var second = jobs.list(JobFilter.ALL, 3, 0, first.next(), false);
    assertThat(second.jobs())
        .extracting(Job::id)
        .containsExactly(ids.get(2), ids.get(1), ids.get(0));
    assertThat(second.total()).isEqualTo(-1);
    assertThat(second.next()).isNull();
    var one = new JobFilter(Job.Status.QUEUED, "f1", null, null, JobFilter.Source.ALL);
    assertThat(jobs.list(one, 10, 0, null, true).jobs())
        .extracting(Job::id)
        .containsExactly(ids.get(3), ids.get(1));
  }

  @Test
  void the_servers_own_jobs_are_listed_only_where_somebody_asks_for_them() {
    var own = added(occurrence("system.x", 0, false, "system"));
    var other = jobs.add(wanted("f")).job();
    assertThat(listed(JobFilter.Source.USER)).containsExactly(other.id());
    assertThat(listed(JobFilter.Source.SYSTEM)).containsExactly(own.id());
    assertThat(listed(JobFilter.Source.ALL)).containsExactly(other.id(), own.id());
  }

  private List<UUID> listed(JobFilter.Source source) {
    return jobs
        .list(new JobFilter(null, null, null, null, source), 10, 0, null, false)
        .jobs()
        .stream()
        .map(Job::id)
        .toList();
  }

  @Test
  void of_a_unique_key_only_one_job_waits() {
    var first = jobs.add(keyed("a"));
    var second = jobs.add(keyed("a"));
    assertThat(second.isNew()).isFalse();
    assertThat(second.job()).isEqualTo(first.job());
    assertThat(jobs.add(keyed("b")).isNew()).isTrue();
    jobs.cancel(first.job().id());
    assertThat(jobs.add(keyed("a")).isNew()).isTrue();
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> jobs.retry(first.job().id()))
        .returns("unique_key_taken", Problem::code);
    assertThat(jobs.find(first.job().id()).orElseThrow().status()).isEqualTo(Job.Status.CANCELLED);
  }

  @Test
  void thirty_two_threads_with_one_key_make_one_job() {
    Set<UUID> made = ConcurrentHashMap.newKeySet();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 32; i++) {
        threads.execute(() -> made.add(jobs.add(keyed("same")).job().id()));
      }
    }
    assertThat(made).hasSize(1);
    assertThat(jobs.list(JobFilter.ALL, 10, 0, null, true).total()).isEqualTo(1);
  }

  @Test
  void an_occurrence_of_a_schedule_has_one_job() {
    var first = jobs.add(occurrence("f", 0, false, "api"));
    assertThat(jobs.add(occurrence("f", 0, false, "api")))
        .isEqualTo(new JobService.Added(first.job(), false));
    assertThat(jobs.add(occurrence("f", 1, false, "api")).isNew()).isTrue();
  }

  @Test
  void a_transaction_that_is_undone_leaves_no_job() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            database.transaction(
                Duration.ofSeconds(5),
                () -> {
                  jobs.add(wanted("f"));
                  throw new IllegalStateException("undone");
                }));
    assertThat(jobs.list(JobFilter.ALL, 10, 0, null, true).total()).isZero();
  }

  @Test
  void only_what_has_not_ended_is_cancelled_and_only_what_has_is_deleted_or_retried() {
    var id = jobs.add(wanted("f")).job().id();
    refused("job_not_ended", () -> jobs.delete(id));
    refused("job_not_retryable", () -> jobs.retry(id));
    var cancelled = jobs.cancel(id);
    assertThat(cancelled.status()).isEqualTo(Job.Status.CANCELLED);
    assertThat(cancelled.finishedAt()).isEqualTo(clock.instant());
    assertThat(cancelled.request().payload()).isNotNull();
    refused("job_has_ended", () -> jobs.cancel(id));
    var again = jobs.retry(id);
    assertThat(again.status()).isEqualTo(Job.Status.QUEUED);
    assertThat(again.request().maxAttempts()).isEqualTo(1);
    jobs.cancel(id);
    jobs.delete(id);
    refused("job_not_found", () -> jobs.delete(id));
    refused("job_not_found", () -> jobs.cancel(id));
    refused("job_not_found", () -> jobs.retry(id));
  }

  private static void refused(String code, Runnable action) {
    assertThatExceptionOfType(Problem.class).isThrownBy(action::run).returns(code, Problem::code);
  }

  @Test
  void held_jobs_go_one_after_the_other_from_the_oldest() {
    var running = added(occurrence("f", 0, false, "api"));
    var second = added(occurrence("f", 2, true, "api"));
    var first = added(occurrence("f", 1, true, "api"));
    var newer = added(occurrence("f", 9, false, "api"));
    database.write(sql -> {
      jobs.releaseHeld(sql, SCHEDULE);
      return true;
    });
    assertThat(held()).containsExactly(second.id(), first.id());
    jobs.cancel(newer.id());
    assertThat(held()).as("an older one runs").containsExactly(second.id(), first.id());
    jobs.cancel(running.id());
    assertThat(held()).containsExactly(second.id());
    jobs.cancel(first.id());
    assertThat(held()).isEmpty();
  }

  private List<UUID> held() {
    return jobs.list(JobFilter.ALL, 10, 0, null, false).jobs().stream()
        .filter(job -> job.status() == Job.Status.QUEUED)
        .filter(job -> job.request().isHeld())
        .map(Job::id)
        .sorted()
        .toList();
  }

  @Test
  void of_skipped_occurrences_the_last_one_stays() {
    for (int i = 0; i < 3; i++) {
      var wanted = occurrence("f", i, false, "api");
      database.write(sql -> jobs.skip(sql, wanted));
    }
    var page = jobs.list(JobFilter.ALL, 10, 0, null, true);
    assertThat(page.total()).isEqualTo(1);
    assertThat(page.jobs().getFirst().status()).isEqualTo(Job.Status.SKIPPED);
    assertThat(requireNonNull(page.jobs().getFirst().request().occurrence()).scheduledAt())
        .isEqualTo(at(2));
  }

  @Test
  void figures_tell_how_much_there_is_to_do() {
    jobs.add(wanted("f"));
    clock.advance(Duration.ofSeconds(30));
    jobs.add(wanted("f"));
    jobs.add(later("f", Duration.ofHours(1)));
    clock.advance(Duration.ofSeconds(30));
    assertThat(jobs.figures())
        .isEqualTo(new JobFigures(2, Duration.ofSeconds(60), 3, Duration.ofSeconds(60), 0, 0, 0));
  }

  private Job added(JobRequest wanted) {
    return jobs.add(wanted).job();
  }

  private JobRequest wanted(String function) {
    return later(function, Duration.ZERO);
  }

  private JobRequest later(String function, Duration delay) {
    return request(function, clock.instant().plus(delay), null, null);
  }

  private JobRequest keyed(String key) {
    return request("f", clock.instant(), key, null);
  }

  private JobRequest occurrence(String function, int place, boolean held, String source) {
    var occurrence = new JobRequest.Occurrence(SCHEDULE, at(place), held, source);
    return request(function, clock.instant(), null, occurrence);
  }

  private Instant at(int place) {
    return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(place);
  }

  private static JobRequest request(
      String function,
      Instant runAt,
      @Nullable String key,
      JobRequest.@Nullable Occurrence occurrence) {
    return new JobRequest(
        function,
        JobRequest.JSON,
        "{}",
        Job.Actor.OPERATOR,
        null,
        occurrence == null ? JobRequest.JOB : JobRequest.SCHEDULE,
        "r",
        0,
        runAt,
        key,
        5,
        JobRequest.RETRY_DELAY,
        null,
        occurrence,
        null);
  }
}
