package dev.tinybase.jobs;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.jobs.JobResult.Outcome;
import dev.tinybase.text.Texts;
import dev.tinybase.threads.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One start of a job on this node, from its run to what is kept of it. */
final class JobAttempt implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JobAttempt.class);
  private static final Duration LONGEST_DELAY = Duration.ofHours(1);
  private static final double JITTER = 0.1;
  private static final int LONGEST_MESSAGE = 2_000;

  /** As long as the database is away for some minutes, the job need not run again. */
  private static final int WRITES = 300;

  private static final int LAST_WRITES = 20;

  /** What the attempts of an engine share. */
  record Environment(
      Database database,
      JobTable table,
      JobClaims claims,
      InstantSource clock,
      RandomGenerator random,
      Supplier<Boolean> stopping) {}

  private final Environment environment;
  private final JobRunner runner;
  private final Job job;
  private final Runnable ran;
  private @Nullable Thread thread; // guarded by this; while it may be interrupted

  /**
   * An attempt to be.
   *
   * @param ran is done when nothing runs any more, before the end is kept
   */
  JobAttempt(Environment environment, JobRunner runner, Job job, Runnable ran) {
    this.environment = environment;
    this.runner = runner;
    this.job = job;
    this.ran = ran;
  }

  Job job() {
    return job;
  }

  /** Runs it on this thread, for the request that wanted it; it throws nothing. */
  @Override
  public void run() {
    RequestId.with(job.request().requestId()).run(this::runToEnd);
  }

  private void runToEnd() {
    synchronized (this) {
      thread = Thread.currentThread();
    }
    var result = result();
    ran.run();
    synchronized (this) {
      thread = null;
      Thread.interrupted(); // what is kept of it is not disturbed
    }
    try {
      keep(result);
    } catch (RuntimeException e) {
      if (environment.stopping().get()) { // the database may be gone, which is no defect
        LOG.warn("Job {} is left for later: {}", job.id(), e.getMessage());
      } else {
        LOG.error("The end of job {} could not be kept; it runs again", job.id(), e);
      }
    }
  }

  /** Ends what it waits for, unless it is at its end anyway. */
  synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private JobResult result() {
    try {
      return runner.run(job, Objects.requireNonNull(job.callId()));
    } catch (InterruptedException _) {
      return new JobResult.Interrupted(JobResult.Attempt.UNRECORDED);
    } catch (Throwable defect) { // of whatever kind: the job has an end all the same
      LOG.error("Job {} of {} failed unexpectedly", job.id(), job.request().functionName(), defect);
      return new JobResult.Failed(
          "InternalError",
          "Something went wrong on our side; the log tells more.",
          true,
          JobResult.Attempt.UNRECORDED);
    }
  }

  /** Nobody but this thread knows how it ended: a database that is away is asked again. */
  private void keep(JobResult result) {
    for (int write = 1; ; write++) {
      try {
        var outcome = environment.database().write(sql -> keep(sql, result));
        result.attempt().written(outcome);
        return;
      } catch (Problem problem) {
        int most = environment.stopping().get() ? LAST_WRITES : WRITES;
        if (problem.kind() != Problem.Kind.UNAVAILABLE || write >= most) {
          throw problem;
        }
        LockSupport.parkNanos(Duration.ofMillis(Math.min(50L * write, 1000)).toNanos());
      }
    }
  }

  private Outcome keep(Sql sql, JobResult result) {
    var now = environment.clock().instant();
    var outcome = outcome(sql, result, now);
    result.attempt().write(sql, outcome);
    return outcome;
  }

  private Outcome outcome(Sql sql, JobResult result, Instant now) {
    return switch (result) {
      case JobResult.Succeeded _ -> succeeded(sql, now);
      case JobResult.Failed(var type, var message, var retry, _) ->
          failed(sql, type, message, retry, now);
      case JobResult.Interrupted _ when environment.stopping().get() ->
          stopped(sql, now, Outcome.INTERRUPTED);
      case JobResult.Interrupted _ ->
          failed(sql, Job.INTERRUPTED, "It was interrupted before its end.", true, now);
      case JobResult.Postponed(var delay) ->
          environment.claims().postpone(sql, job, now.plus(delay), now)
              ? Outcome.ENDED
              : environment.claims().outcome(sql, job);
    };
  }

  private Outcome succeeded(Sql sql, Instant now) {
    if (!environment.claims().succeed(sql, job, now)) {
      return environment.claims().outcome(sql, job);
    }
    environment.table().ended(sql, job.ended(Job.Status.SUCCEEDED, null, null, now), now);
    return Outcome.ENDED;
  }

  private Outcome failed(
      Sql sql, String type, @Nullable String message, boolean retry, Instant now) {
    var text = message == null ? null : clean(message);
    int failures = job.failures() + 1;
    boolean again = retry && failures < job.request().maxAttempts();
    var next =
        again
            ? job.again(now.plus(delay(failures)), failures, 0, type, text)
            : job.failed(type, text, now);
    if (!moved(sql, next, now)) {
      return environment.claims().outcome(sql, job);
    }
    if (!again) {
      environment.table().ended(sql, next, now);
    }
    return Outcome.ENDED;
  }

  private Outcome stopped(Sql sql, Instant now, Outcome outcome) {
    var next =
        job.again(
            job.request().runAt(),
            job.failures(),
            0,
            Job.INTERRUPTED,
            "The server stopped before its end.");
    return moved(sql, next, now) ? outcome : environment.claims().outcome(sql, job);
  }

  private boolean moved(Sql sql, Job next, Instant now) {
    return environment.claims().move(sql, next, now);
  }

  /** The first delay, doubled with each failure, with a jitter of a tenth, at most an hour. */
  private Duration delay(int failures) {
    double doubled = job.request().retryDelay().toMillis() * Math.pow(2, failures - 1);
    double jitter = 1 + JITTER * (2 * environment.random().nextDouble() - 1);
    return Duration.ofMillis((long) Math.min(doubled * jitter, (double) LONGEST_DELAY.toMillis()));
  }

  /** Without NUL characters, which PostgreSQL refuses. */
  private static String clean(String message) {
    return Texts.abbreviate(message, LONGEST_MESSAGE).replace('\0', '\uFFFD');
  }
}
