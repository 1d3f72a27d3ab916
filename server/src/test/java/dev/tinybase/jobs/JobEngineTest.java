package dev.tinybase.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tinybase.jobs.JobResult.Outcome;
import dev.tinybase.jobs.JobWorld.Start;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How one node runs jobs. */
@ParameterizedClass
@EnumSource(Engine.class)
class JobEngineTest {
  private final JobWorld world;
  private final JobWorld.Node node;

  JobEngineTest(Engine kind) {
    world = new JobWorld(kind);
    node = world.node("one");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_job_that_is_due_begins_at_once_without_being_queued() {
    node.start();
    var added = beginsAtOnce(node);
    var ended = node.find(added.id());
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.failures()).isZero();
    assertThat(ended.callId()).isEqualTo(added.callId()).isNotNull();
    assertThat(ended.request().payload()).as("of no more use").isNull();
    assertThat(ended.node()).isEqualTo("one");
    assertThat(ended.finishedAt()).isEqualTo(world.clock.instant());
    Eventually.until("all ends are told", () -> world.outcomes.size() == world.starts.size());
    assertThat(world.outcomes).containsOnly(Outcome.ENDED);
  }

  @Test
  void a_job_runs_when_its_moment_has_come_and_not_before() {
    node.start();
    var job = node.add(world.later("ok", Duration.ofMinutes(5)));
    world.clock.advance(Duration.ofMinutes(4));
    var other = node.add(world.wanted("ok"));
    node.await(other.id(), Job.Status.SUCCEEDED);
    assertThat(node.find(job.id()).status()).isEqualTo(Job.Status.QUEUED);
    world.clock.advance(Duration.ofMinutes(1));
    var ended = node.await(job.id(), Job.Status.SUCCEEDED);
    assertThat(ended.scheduledAt()).isEqualTo(job.request().runAt());
  }

  @Test
  void a_job_of_a_transaction_runs_after_the_commit() {
    node.start();
    UUID id =
        node.database()
            .transaction(
                Duration.ofSeconds(5),
                () -> {
                  var job = node.add(world.wanted("ok"));
                  assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
                  return job.id();
                });
    node.await(id, Job.Status.SUCCEEDED);
  }

  @Test
  void jobs_begin_in_the_order_of_priority_and_moment() {
    var seed = System.nanoTime();
    var jobs = new ArrayList<JobRequest>();
    for (int i = 0; i < 60; i++) {
      var runAt = world.clock.instant().minusSeconds(i % 7);
      jobs.add(JobWorld.request("ok", i % 3 - 1, runAt, null, 1, null));
    }
    Collections.shuffle(jobs, new Random(seed));
    jobs.forEach(node::add);
    var ran = node.runDue();
    assertThat(ran)
        .as("seed " + seed)
        .hasSize(60)
        .isSortedAccordingTo(
            java.util.Comparator.<Job>comparingInt(job -> job.request().priority())
                .thenComparing(job -> job.request().runAt())
                .thenComparing(job -> job.id().toString()));
    assertThat(ran).extracting(Job::callId).doesNotHaveDuplicates().doesNotContainNull();
  }

  @Test
  void a_job_that_fails_is_tried_again_after_a_delay_that_doubles() {
    var job = node.add(JobWorld.request("fail", 0, world.clock.instant(), null, 12, null));
    var calls = new ArrayList<UUID>();
    for (int failures = 1; failures < 12; failures++) {
      var ran = node.runDue();
      assertThat(ran).hasSize(1);
      var again = ran.getFirst();
      calls.add(again.callId());
      assertThat(again.status()).isEqualTo(Job.Status.QUEUED);
      assertThat(again.failures()).isEqualTo(failures);
      assertThat(again.errorType()).isEqualTo("IOException");
      assertThat(again.errorMessage()).isEqualTo("no\uFFFD disk");
      var delay = Duration.between(world.clock.instant(), again.request().runAt());
      double expected = Math.min(3600, 10 * Math.pow(2, failures - 1));
      assertThat(delay.toMillis() / 1000.0).isCloseTo(expected, within(expected / 10 + 0.001));
      assertThat(delay).isLessThanOrEqualTo(Duration.ofHours(1));
      assertThat(node.runDue()).isEmpty();
      world.clock.advance(delay);
    }
    var dead = node.runDue().getFirst();
    assertThat(dead.status()).isEqualTo(Job.Status.FAILED);
    assertThat(dead.attempt()).isEqualTo(12);
    assertThat(dead.request().payload()).as("for a retry").isEqualTo("{\"x\":1}");
    assertThat(dead.finishedAt()).isEqualTo(world.clock.instant());
    assertThat(calls).doesNotHaveDuplicates();
    assertThat(dead.scheduledAt()).isEqualTo(job.request().runAt());

    node.jobs().retry(job.id());
    var retried = node.runDue().getFirst();
    assertThat(retried.status()).as("one further attempt").isEqualTo(Job.Status.FAILED);
    assertThat(retried.attempt()).isEqualTo(13);
  }

  @Test
  void a_failure_that_no_attempt_can_mend_is_the_last_one() {
    world.functions.put(
        "wrong", (_, _) -> new JobResult.Failed("ValidationError", null, false, world.attempt()));
    node.add(world.wanted("wrong"));
    assertThat(node.runDue().getFirst().status()).isEqualTo(Job.Status.FAILED);
  }

  @Test
  void a_defect_of_the_runner_is_a_failure_of_the_job() {
    world.functions.put(
        "defect",
        (_, _) -> {
          throw new IllegalStateException("a defect");
        });
    node.add(world.wanted("defect"));
    var job = node.runDue().getFirst();
    assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
    assertThat(job.errorType()).isEqualTo("InternalError");
    assertThat(job.failures()).isEqualTo(1);
  }

  @Test
  void an_end_that_cannot_be_written_changes_nothing() {
    world.functions.put(
        "unwritable",
        (_, _) ->
            new JobResult.Succeeded((_, _) -> {
              throw new IllegalStateException("the record is refused");
            }));
    var job = node.add(world.wanted("unwritable"));
    node.runDue();
    assertThat(node.find(job.id()).status()).as("its lease will end").isEqualTo(Job.Status.RUNNING);
  }

  @Test
  void no_more_run_at_once_than_may_and_the_others_follow() {
    var small = world.node("small", Duration.ofMillis(50), Duration.ofSeconds(20), 3).start();
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    world.functions.put(
        "counted",
        (_, _) -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          LockSupport.parkNanos(1);
          now.decrementAndGet();
          return new JobResult.Succeeded(world.attempt());
        });
    var ids = IntStream.range(0, 50).mapToObj(_ -> small.add(world.wanted("counted")).id());
    ids.toList().forEach(id -> small.await(id, Job.Status.SUCCEEDED));
    assertThat(most.get()).isBetween(1, 3);
    assertThat(world.starts).hasSize(50);
  }

  @Test
  void what_finds_no_room_waits_a_little_and_then_runs() {
    var busy = new AtomicInteger(2);
    world.functions.put(
        "busy",
        (_, _) ->
            busy.getAndDecrement() > 0
                ? new JobResult.Postponed(Duration.ofSeconds(1))
                : new JobResult.Succeeded(world.attempt()));
    var job = node.add(JobWorld.request("busy", 0, world.clock.instant(), "key", 1, null));
    for (int i = 0; i < 3; i++) {
      assertThat(node.runDue()).hasSize(1);
      world.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(node.find(job.id()).status()).isEqualTo(Job.Status.SUCCEEDED);
    assertThat(node.find(job.id()).failures()).isZero();
    assertThat(node.find(job.id()).attempt()).as("starts, not tries to start").isEqualTo(1);
  }

  @Test
  void a_running_job_that_is_cancelled_is_interrupted_and_its_end_counts_no_more() {
    node.start();
    for (var function : List.of("wait", "deaf")) {
      var job = node.add(world.wanted(function));
      Eventually.until("it runs", () -> world.starts(job.id()).size() == 1);
      var cancelled = node.jobs().cancel(job.id());
      assertThat(cancelled.status()).isEqualTo(Job.Status.CANCELLED);
      assertThat(cancelled.finishedAt()).isEqualTo(world.clock.instant());
      if (function.equals("deaf")) {
        world.gate.countDown();
      }
      Eventually.until("its end is known", () -> !world.outcomes.isEmpty());
      assertThat(world.outcomes.poll()).isEqualTo(Outcome.CANCELLED);
      assertThat(node.find(job.id())).isEqualTo(cancelled);
    }
  }

  @Test
  void a_cancelled_job_runs_again_when_somebody_wants_it() {
    var job = node.add(world.wanted("ok"));
    node.jobs().cancel(job.id());
    assertThat(node.runDue()).isEmpty();
    node.jobs().retry(job.id());
    assertThat(node.runDue().getFirst().status()).isEqualTo(Job.Status.SUCCEEDED);
  }

  @Test
  void a_clean_stop_lets_jobs_end_and_gives_back_the_rest_without_counting_a_failure() {
    node.start();
    world.functions.put(
        "short",
        (_, _) -> {
          Eventually.until("the engine stops", () -> node.engine().silence().isZero());
          return new JobResult.Succeeded(world.attempt());
        });
    var waits = node.add(JobWorld.request("wait", 0, world.clock.instant(), null, 1, null));
    var ends = node.add(world.wanted("short"));
    Eventually.until("both run", () -> world.starts.size() == 2);
    node.engine().close();
    node.await(ends.id(), Job.Status.SUCCEEDED);
    var given = node.await(waits.id(), Job.Status.QUEUED);
    assertThat(given.errorType()).isEqualTo("Interrupted");
    assertThat(given.failures()).isZero();
    Eventually.until("both ends are told", () -> world.outcomes.size() == 2);
    assertThat(world.outcomes).containsExactlyInAnyOrder(Outcome.ENDED, Outcome.INTERRUPTED);

    world.gate.countDown();
    var next = world.node("two").start();
    var ended = next.await(waits.id(), Job.Status.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(ended.errorType()).isNull();
  }

  @Test
  void a_stopped_engine_begins_nothing() {
    node.start();
    node.engine().close();
    var job = node.add(world.wanted("ok"));
    assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
    assertThat(world.starts).isEmpty();
  }

  @Test
  void a_start_takes_what_the_former_life_of_its_node_left() {
    var former = world.node("same", Duration.ofHours(1), Duration.ofHours(1), 16).start();
    beginsAtOnce(former);
    Eventually.until("their ends are told", () -> world.outcomes.size() == world.starts.size());
    world.outcomes.clear();
    var job = former.add(world.wanted("deaf"));
    Eventually.until("it runs", () -> world.starts(job.id()).size() == 1);
    world.functions.put("deaf", world.functions.get("ok"));
    var next = world.node("same").start();
    var ended = next.await(job.id(), Job.Status.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(ended.failures()).isZero();
    Eventually.until("its end is told", () -> world.outcomes.size() == 1);
    world.gate.countDown();
    Eventually.until("the late end is refused", () -> world.outcomes.size() == 2);
    assertThat(world.outcomes).containsExactly(Outcome.ENDED, Outcome.LEASE_LOST);
    assertThat(next.find(job.id())).isEqualTo(ended);
  }

  @Test
  void a_job_during_which_the_server_dies_five_times_in_a_row_is_given_up() {
    var job = node.add(world.wanted("deaf"));
    for (int life = 1; life <= 5; life++) {
      var next = world.node("life", Duration.ofHours(1), Duration.ofHours(1), 16).start();
      int times = life;
      Eventually.until("it runs", () -> world.starts(job.id()).size() == times);
      assertThat(next.find(job.id()).lostWorkers()).isEqualTo(life - 1);
      assertThat(next.find(job.id()).errorType()).isEqualTo(life == 1 ? null : "WorkerLost");
    }
    var last = world.node("life").start();
    var dead = last.await(job.id(), Job.Status.FAILED);
    assertThat(dead.errorType()).isEqualTo("WorkerLost");
    assertThat(dead.attempt()).isEqualTo(5);
    assertThat(dead.request().payload()).isNotNull();
  }

  @Test
  void an_end_whose_commit_was_not_heard_of_is_the_attempts_own_when_it_is_said_again() {
    var claims =
        new JobClaims(
            node.database(),
            new JobReader(node.database()),
            world.clock,
            "one",
            Duration.ofSeconds(20));
    node.add(world.wanted("ok"));
    var now = world.clock.instant();
    var job = node.database().write(sql -> claims.claim(sql, 1, now)).getFirst();
    for (boolean first : List.of(true, false)) {
      assertThat(node.database().<Boolean>write(sql -> claims.succeed(sql, job, now)))
          .isEqualTo(first);
    }
    assertThat(node.database().<Outcome>read(sql -> claims.outcome(sql, job)))
        .isEqualTo(Outcome.ENDED);
  }

  @Test
  void an_attempt_that_has_lost_its_job_is_interrupted() {
    node.start();
    var job = node.add(world.wanted("wait"));
    Eventually.until("it runs", () -> world.starts(job.id()).size() == 1);
    node.database()
        .write(
            sql -> sql.update("update _jobs set attempt = 2, node = 'x' where id = ?", job.id()));
    Eventually.until("it ended", () -> !world.outcomes.isEmpty());
    assertThat(world.outcomes).containsExactly(Outcome.LEASE_LOST);
    assertThat(node.find(job.id()).attempt()).isEqualTo(2);
  }

  @Test
  void a_clock_that_jumps_ahead_makes_each_job_run_once_and_one_that_jumps_back_stalls_nothing() {
    node.start();
    var later = node.add(world.later("ok", Duration.ofHours(20)));
    var failing = node.add(JobWorld.request("fail", 0, world.clock.instant(), null, 3, null));
    Eventually.until("it has failed once", () -> node.find(failing.id()).failures() == 1);
    world.clock.advance(Duration.ofDays(1));
    node.await(later.id(), Job.Status.SUCCEEDED);
    Eventually.until("it has failed again", () -> node.find(failing.id()).failures() == 2);
    world.clock.advance(Duration.ofHours(-1));
    var now = node.add(world.wanted("ok"));
    node.await(now.id(), Job.Status.SUCCEEDED);
    assertThat(node.find(failing.id()).failures()).isEqualTo(2);
    assertThat(world.starts(later.id())).hasSize(1);
  }

  @Test
  void what_is_due_stays_due_when_the_clock_jumps_back() {
    var job = node.add(world.wanted("ok"));
    world.clock.advance(Duration.ofHours(-1));
    assertThat(node.runDue()).extracting(Job::id).containsExactly(job.id());
  }

  @Test
  void held_jobs_of_a_schedule_run_one_after_the_other_whatever_their_end() {
    var order =
        Stream.of(
                world.occurrence("ok", 0, false),
                world.occurrence("fail", 1, true),
                world.occurrence("ok", 2, true),
                world.occurrence("ok", 3, true))
            .map(node::add)
            .toList();
    node.jobs().cancel(order.get(2).id());
    assertThat(node.runDue())
        .extracting(Job::id)
        .containsExactly(order.get(0).id(), order.get(1).id(), order.get(3).id());
  }

  @Test
  void whoever_listens_hears_of_each_end_in_its_transaction() {
    var heard = new ArrayList<Job>();
    node.engine()
        .listen((sql, job) -> {
          assertThat(sql.number("select count(*) from _jobs where finished_at is null")).isZero();
          heard.add(job);
        });
    node.add(world.occurrence("ok", 0, false));
    node.runDue();
    node.add(JobWorld.request("fail", 0, world.clock.instant(), null, 1, null));
    node.runDue();
    var cancelled = node.add(world.wanted("ok"));
    node.jobs().cancel(cancelled.id());
    assertThat(heard)
        .extracting(Job::status)
        .containsExactly(Job.Status.SUCCEEDED, Job.Status.FAILED, Job.Status.CANCELLED);
  }

  @Test
  void a_job_that_waits_for_its_next_attempt_keeps_its_key() {
    var first = node.add(JobWorld.request("fail", 0, world.clock.instant(), "key", 5, null));
    node.runDue();
    var same = node.jobs().add(JobWorld.request("ok", 0, world.clock.instant(), "key", 5, null));
    assertThat(same.isNew()).isFalse();
    assertThat(same.job().id()).isEqualTo(first.id());
  }

  @Test
  void a_key_is_free_while_its_job_runs_and_a_failure_then_loses_neither() {
    node.start();
    var first = node.add(JobWorld.request("slow", 0, world.clock.instant(), "key", 5, null));
    world.functions.put(
        "slow",
        (_, _) -> {
          world.gate.await();
          return new JobResult.Failed("IOException", "no disk", true, world.attempt());
        });
    Eventually.until("it runs", () -> node.find(first.id()).status() == Job.Status.RUNNING);
    var later = world.clock.instant().plusSeconds(60);
    var second = node.jobs().add(JobWorld.request("ok", 0, later, "key", 5, null));
    assertThat(second.isNew()).isTrue();
    world.gate.countDown();
    Eventually.until("it has failed", () -> node.find(first.id()).failures() == 1);
    assertThat(node.find(second.job().id()).status()).isEqualTo(Job.Status.QUEUED);
  }

  @Test
  void figures_tell_what_runs_and_what_is_dead() {
    node.start();
    var job = node.add(world.wanted("wait"));
    node.add(JobWorld.request("fail", 0, world.clock.instant(), null, 1, null));
    Eventually.until("one is dead", () -> node.jobs().figures().failed() == 1);
    Eventually.until("one runs", () -> world.starts(job.id()).size() == 1);
    Assertions.assertThat(node.jobs().figures())
        .isEqualTo(new JobFigures(0, Duration.ZERO, 0, Duration.ZERO, 1, 0, 1));
  }

  /**
   * One that has ended; before it there may be others, which waited while the node looked around.
   */
  private Job beginsAtOnce(JobWorld.Node which) {
    var last = new AtomicReference<Job>();
    Eventually.until(
        "a job begins at once",
        () -> {
          var job = which.add(world.wanted("ok"));
          last.set(job);
          which.await(job.id(), Job.Status.SUCCEEDED);
          return job.status() == Job.Status.RUNNING;
        });
    return last.get();
  }

  @Test
  void jobs_of_many_threads_run_exactly_once() {
    node.start();
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 300; i++) {
        threads.execute(() -> node.add(world.wanted("ok")));
      }
    }
    Eventually.until("all have run", () -> world.outcomes.size() == 300);
    assertThat(world.starts).extracting(Start::job).hasSize(300).doesNotHaveDuplicates();
    assertThat(world.starts).extracting(Start::attempt).containsOnly(1);
  }
}
