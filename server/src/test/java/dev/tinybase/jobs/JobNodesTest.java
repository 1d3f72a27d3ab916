package dev.tinybase.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.jobs.JobResult.Outcome;
import dev.tinybase.jobs.JobWorld.Start;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes that share the jobs of one PostgreSQL. */
class JobNodesTest {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final JobWorld world = new JobWorld(Engine.POSTGRES);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void each_job_runs_once_on_one_of_them() {
    var nodes =
        IntStream.range(0, 3).mapToObj(i -> world.node("node" + i, SOON, LONG, 4).start()).toList();
    var ids = new ConcurrentLinkedQueue<UUID>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 400; i++) {
        var node = nodes.get(i % 3);
        threads.execute(() -> ids.add(node.add(world.wanted("ok")).id()));
      }
    }
    var last = nodes.getFirst();
    Eventually.until(
        "all have run",
        () ->
            last.jobs()
                    .list(
                        new JobFilter(
                            Job.Status.SUCCEEDED, null, null, null, JobFilter.Source.USER),
                        0,
                        0,
                        null,
                        true)
                    .total()
                == 400);
    assertThat(world.starts).extracting(Start::job).containsExactlyInAnyOrderElementsOf(ids);
    Eventually.until("all ends are told", () -> world.outcomes.size() == 400);
    assertThat(world.outcomes).containsOnly(Outcome.ENDED);
  }

  @Test
  void one_that_has_no_room_tells_the_others() {
    var full = world.node("full", NEVER, LONG, 1).start();
    var free = world.node("free", NEVER, LONG, 4).start();
    var holding = full.add(world.wanted("wait"));
    Eventually.until("the first is full", () -> world.starts(holding.id()).size() == 1);
    // all at once: others are told twice a second at most, and this one does not look around
    var jobs =
        full.database()
            .transaction(
                LONG,
                () -> IntStream.range(0, 3).mapToObj(_ -> full.add(world.wanted("ok"))).toList());
    jobs.forEach(job -> {
      var ended = free.await(job.id(), Job.Status.SUCCEEDED);
      assertThat(ended.node()).isEqualTo("free");
    });
  }

  @Test
  void the_jobs_of_one_that_has_vanished_run_on_another_and_its_late_end_is_refused() {
    var lost = world.node("lost", NEVER, Duration.ofMillis(400), 4).start();
    var job = lost.add(world.wanted("deaf"));
    Eventually.until("it runs", () -> world.starts(job.id()).size() == 1);
    world.functions.put("deaf", world.functions.get("ok"));
    var heir = world.node("heir", SOON, LONG, 4).start();
    var ended = heir.await(job.id(), Job.Status.SUCCEEDED);
    assertThat(ended.node()).isEqualTo("heir");
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(ended.failures()).isZero();
    Eventually.until("its end is told", () -> world.outcomes.size() == 1);
    world.gate.countDown();
    Eventually.until("the late end is known", () -> world.outcomes.size() == 2);
    assertThat(world.outcomes).containsExactly(Outcome.ENDED, Outcome.LEASE_LOST);
    assertThat(heir.find(job.id())).isEqualTo(ended);
  }

  @Test
  void one_that_lives_keeps_a_job_by_renewing_its_lease() {
    var slow = world.node("slow", SOON, LONG, 4).start();
    var job = slow.add(world.wanted("wait"));
    Eventually.until("it runs", () -> world.starts(job.id()).size() == 1);
    var other = world.node("other", SOON, LONG, 4).start();
    for (int renewal = 0; renewal < 3; renewal++) {
      var before = leaseEnd(slow, job);
      Eventually.until("it is renewed", () -> !leaseEnd(slow, job).equals(before));
      assertThat(other.jobs().figures().stuck()).isZero();
    }
    world.gate.countDown();
    assertThat(other.await(job.id(), Job.Status.SUCCEEDED).attempt()).isEqualTo(1);
  }

  private static String leaseEnd(JobWorld.Node node, Job job) {
    return node.database()
        .read(sql ->
            sql.first("select lease_until from _jobs where id = ?", row -> row.text(1), job.id())
                .orElseThrow());
  }

  @Test
  void a_job_is_cancelled_on_whatever_node_it_runs() {
    var runs = world.node("runs", NEVER, LONG, 4).start();
    var asks = world.node("asks", NEVER, LONG, 4);
    var job = runs.add(world.wanted("wait"));
    Eventually.until("it runs", () -> world.starts(job.id()).size() == 1);
    asks.jobs().cancel(job.id());
    Eventually.until("it was interrupted", () -> !world.outcomes.isEmpty());
    assertThat(world.outcomes).containsExactly(Outcome.CANCELLED);
  }

  @Test
  void what_a_clean_stop_gives_back_runs_elsewhere() {
    var stops = world.node("stops", SOON, LONG, 4).start();
    var job = stops.add(world.wanted("wait"));
    Eventually.until("it runs", () -> world.starts(job.id()).size() == 1);
    world.functions.put("wait", world.functions.get("ok"));
    var other = world.node("other", SOON, LONG, 4).start();
    stops.engine().close();
    var ended = other.await(job.id(), Job.Status.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(ended.lostWorkers()).isZero();
  }

  @Test
  void two_held_jobs_are_not_let_go_by_two_ends_at_once() {
    var node = world.node("one", SOON, LONG, 16);
    for (int round = 0; round < 10; round++) {
      int from = round * 10;
      var open = List.of(from, from + 1, from + 2, from + 3);
      var jobs = open.stream().map(i -> node.add(world.occurrence("ok", i, false))).toList();
      var held = node.add(world.occurrence("ok", from + 5, true));
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        jobs.forEach(job -> threads.execute(() -> node.jobs().cancel(job.id())));
      }
      assertThat(node.find(held.id()).request().isHeld()).as("round " + round).isFalse();
      node.runDue();
    }
  }

  @Test
  void a_node_that_dies_is_told_by_the_figures_until_another_takes_over() {
    var lost = world.node("lost", NEVER, Duration.ofMillis(100), 4).start();
    var job = lost.add(world.wanted("deaf"));
    Eventually.until("it runs", () -> world.starts(job.id()).size() == 1);
    Eventually.until("it is stuck", () -> lost.jobs().figures().stuck() == 1);
  }
}
