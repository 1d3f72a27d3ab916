package dev.tinybase.jobs;

import static java.util.Objects.requireNonNull;

import dev.tinybase.auth.TestClock;
import dev.tinybase.db.Database;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Nodes with jobs on one database, whose clock a test moves. */
final class JobWorld implements AutoCloseable {
  static final UUID SCHEDULE = new UUID(1, 1);

  /** One start of a job. */
  record Start(UUID job, int attempt, String function) {}

  /** One node. */
  record Node(Database database, JobEngine engine, JobService jobs, JobWorld world) {
    Node start() {
      engine.start(world.runner());
      return this;
    }

    /** Runs what is due now on this thread. */
    List<Job> runDue() {
      return engine.runDue(world.runner(), 1000);
    }

    Job add(JobRequest wanted) {
      return jobs.add(wanted).job();
    }

    Job find(UUID id) {
      return jobs.find(id).orElseThrow();
    }

    Job await(UUID id, Job.Status status) {
      Eventually.until("job is " + status, () -> find(id).status() == status);
      return find(id);
    }
  }

  final TestClock clock = new TestClock();
  final Queue<Start> starts = new ConcurrentLinkedQueue<>();
  final Queue<JobResult.Outcome> outcomes = new ConcurrentLinkedQueue<>();
  final Map<String, JobRunner> functions = new ConcurrentHashMap<>();
  final CountDownLatch gate = new CountDownLatch(1);
  private final String url;
  private final List<Node> nodes = new ArrayList<>();

  JobWorld(Engine kind) {
    url = kind.migratedUrl();
    functions.put("ok", (_, _) -> new JobResult.Succeeded(attempt()));
    functions.put(
        "fail", (_, _) -> new JobResult.Failed("IOException", "no\0 disk", true, attempt()));
    functions.put(
        "wait",
        (_, _) -> {
          try {
            gate.await();
            return new JobResult.Succeeded(attempt());
          } catch (InterruptedException _) {
            return new JobResult.Interrupted(attempt());
          }
        });
    functions.put( // whatever happens: it cannot be interrupted
        "deaf",
        (_, _) -> {
          while (gate.getCount() > 0) {
            try {
              gate.await();
            } catch (InterruptedException _) {
              // goes on
            }
          }
          return new JobResult.Succeeded(attempt());
        });
  }

  JobResult.Attempt attempt() {
    return new JobResult.Attempt() {
      @Override
      public void write(dev.tinybase.db.Sql sql, JobResult.Outcome outcome) {}

      @Override
      public void written(JobResult.Outcome outcome) {
        outcomes.add(outcome);
      }
    };
  }

  private JobRunner runner() {
    return (job, callId) -> {
      // whoever sees it start may put another function in its place for the next start
      var function = requireNonNull(functions.get(job.request().functionName()));
      starts.add(new Start(job.id(), job.attempt(), job.request().functionName()));
      return function.run(job, callId);
    };
  }

  /** A node that looks around twenty times a second, and whose lease is long. */
  Node node(String name) {
    return node(name, Duration.ofMillis(50), Duration.ofSeconds(20), 16);
  }

  Node node(String name, Duration interval, Duration lease, int most) {
    var database = Engine.open(url);
    var options =
        new JobEngine.Options(name, most, interval, lease, Duration.ofMillis(200), new Random(17));
    var engine = new JobEngine(database, clock, options);
    var node = new Node(database, engine, new JobService(database, clock, engine), this);
    nodes.add(node);
    return node;
  }

  List<Start> starts(UUID job) {
    return starts.stream().filter(start -> start.job().equals(job)).toList();
  }

  JobRequest wanted(String function) {
    return later(function, Duration.ZERO);
  }

  JobRequest later(String function, Duration delay) {
    return request(function, 0, clock.instant().plus(delay), null, 5, null);
  }

  JobRequest occurrence(String function, int place, boolean held) {
    var at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(place);
    var occurrence = new JobRequest.Occurrence(SCHEDULE, at, held, "api");
    return request(function, 0, clock.instant(), null, 1, occurrence);
  }

  static JobRequest request(
      String function,
      int priority,
      Instant runAt,
      @Nullable String key,
      int attempts,
      JobRequest.@Nullable Occurrence occurrence) {
    return new JobRequest(
        function,
        JobRequest.JSON,
        "{\"x\":1}",
        Job.Actor.OPERATOR,
        null,
        occurrence == null ? JobRequest.JOB : JobRequest.SCHEDULE,
        "r",
        priority,
        runAt,
        key,
        attempts,
        JobRequest.RETRY_DELAY,
        null,
        occurrence,
        null);
  }

  @Override
  public void close() {
    gate.countDown();
    nodes.forEach(node -> {
      node.engine().close();
      node.database().close();
    });
  }
}
