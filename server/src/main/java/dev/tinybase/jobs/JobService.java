package dev.tinybase.jobs;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.db.Topic;
import dev.tinybase.errors.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The jobs of all nodes, for whoever wants some or looks after them. */
public final class JobService {
  /**
   * A job that was wanted.
   *
   * @param isNew false for one that was there: it waits with the same unique key, or is of the same
   *     occurrence
   */
  public record Added(Job job, boolean isNew) {}

  private static final int ATTEMPTS = 3;

  private final Database database;
  private final InstantSource clock;
  private final JobEngine engine;
  private final JobTable table;
  private final JobReader reader;
  private final TimeOrderedEpochFactory ids;
  private final Runnable wake; // always the same, so that many in a transaction wake but once

  /** Jobs that an engine runs, of this process or of another one. */
  public JobService(Database database, InstantSource clock, JobEngine engine) {
    this.database = database;
    this.clock = clock;
    this.engine = engine;
    this.table = engine.table();
    this.reader = engine.reader();
    this.wake = engine::wake;
    this.ids = TimeOrderedEpochFactory.builder().withInstantFunction(clock::instant).build();
  }

  /** Puts a job in; it is on disk when this returns. Within a transaction it is a part of that. */
  public Added add(JobRequest wanted) {
    return add(ids.create(), wanted, _ -> {});
  }

  /**
   * The same with an id of the caller's, a UUIDv7, and what else belongs into the transaction. What
   * is due now begins here and now, where this node has room: then nobody has to look for it.
   */
  public Added add(UUID id, JobRequest wanted, Consumer<Sql> alongside) {
    boolean here = isPlain(wanted) && !database.inTransaction() && engine.reserve();
    boolean begun = false;
    try {
      var job = here ? running(id, wanted) : queued(id, wanted, Job.Status.QUEUED);
      var added =
          database.write(sql -> {
            alongside.accept(sql);
            return add(sql, job);
          });
      begun = here;
      if (here) {
        engine.begin(job);
      }
      return added;
    } finally {
      if (here && !begun) {
        engine.giveBack();
      }
    }
  }

  /** Whether it may begin at once: it is due, and no other one can be in its place. */
  private boolean isPlain(JobRequest wanted) {
    return wanted.uniqueKey() == null
        && wanted.occurrence() == null
        && !wanted.runAt().isAfter(clock.instant());
  }

  /** The same in a transaction of the caller; whoever runs it is woken after the commit. */
  public Added add(Sql sql, JobRequest wanted) {
    return add(sql, queued(ids.create(), wanted, Job.Status.QUEUED));
  }

  private Added add(Sql sql, Job job) {
    var wanted = job.request();
    var key = wanted.uniqueKey();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var waiting = key == null ? Optional.<Job>empty() : reader.waiting(sql, key);
      if (waiting.isPresent()) {
        return new Added(waiting.get(), false);
      }
      if (table.insert(sql, job)) {
        if (job.status() == Job.Status.QUEUED && !wanted.isHeld()) {
          wake(sql, job);
        }
        return new Added(job, true);
      }
      var same = reader.find(sql, wanted.occurrence());
      if (same.isPresent()) {
        return new Added(same.get(), false);
      }
    }
    throw Problem.unavailable(
        "unique_key_busy", "Many jobs with this unique_key come at once; try again.", 1);
  }

  private void wake(Sql sql, Job job) {
    var runAt = job.request().runAt();
    if (runAt.isAfter(job.createdAt())) {
      sql.afterCommit(() -> engine.wakeAt(runAt));
    } else {
      sql.afterCommit(wake);
      if (engine.isFull()) {
        engine.tellOthers(sql);
      }
    }
  }

  private Job queued(UUID id, JobRequest wanted, Job.Status status) {
    var now = clock.instant();
    var call = wanted.triggerType().equals(JobRequest.MANUAL) ? id : null;
    var end = status.isEnd() ? now : null;
    var planned = scheduledAt(wanted);
    return new Job(id, wanted, status, 0, 0, 0, call, null, null, null, planned, now, null, end);
  }

  private Job running(UUID id, JobRequest wanted) {
    var now = clock.instant();
    var call = wanted.triggerType().equals(JobRequest.MANUAL) ? id : engine.nextCallId();
    return new Job(
        id,
        wanted,
        Job.Status.RUNNING,
        1,
        0,
        0,
        call,
        null,
        null,
        engine.node(),
        scheduledAt(wanted),
        now,
        now,
        null);
  }

  private static Instant scheduledAt(JobRequest wanted) {
    return wanted.occurrence() == null ? wanted.runAt() : wanted.occurrence().scheduledAt();
  }

  /** Keeps an occurrence that was skipped, in place of the last one of its schedule. */
  public Job skip(Sql sql, JobRequest wanted) {
    var job = queued(ids.create(), wanted, Job.Status.SKIPPED);
    if (wanted.occurrence() != null) {
      sql.update(
          "delete from _jobs where schedule_id = ? and status = 'skipped'",
          wanted.occurrence().scheduleId());
    }
    table.insert(sql, job);
    return job;
  }

  /** Those that wait and that a trigger has made. */
  public Set<UUID> queued(String triggerType) {
    return reader.queued(triggerType);
  }

  /** Lets the oldest held job of a schedule go, where no older one of it is queued or runs. */
  public void releaseHeld(Sql sql, UUID scheduleId) {
    table.releaseHeld(sql, scheduleId, clock.instant());
    sql.afterCommit(wake);
  }

  /** The job with this id. */
  public Optional<Job> find(UUID id) {
    return reader.find(id);
  }

  /**
   * Jobs that the filter lets through, newest first.
   *
   * @param limit 0 to 1000
   * @param cursor the last job of the page before this one; null for the first page
   * @param total whether to count
   */
  public JobPage list(
      JobFilter filter, int limit, long offset, @Nullable UUID cursor, boolean total) {
    return reader.list(filter, limit, offset, cursor, total);
  }

  /**
   * Queues a job again that failed or was cancelled, for one further attempt.
   *
   * @throws Problem 404 {@code job_not_found}, 409 {@code job_not_retryable} in any other state,
   *     409 {@code unique_key_taken} where another one of its key waits
   */
  public Job retry(UUID id) {
    try {
      return database.write(sql -> {
        var job = reader.lock(sql, id);
        var key = job.request().uniqueKey();
        if (!job.status().isEnd()) {
          throw notRetryable(job);
        }
        if (key != null && reader.waiting(sql, key).isPresent()) {
          throw keyTaken();
        }
        if (!table.retry(sql, id, clock.instant())) {
          throw notRetryable(job);
        }
        sql.afterCommit(wake);
        return reader.lock(sql, id);
      });
    } catch (ConstraintViolation raced) {
      throw keyTaken();
    }
  }

  private static Problem notRetryable(Job job) {
    return Problem.conflict(
        "job_not_retryable",
        "The job is " + job.status().word() + "; only failed and cancelled ones run again.");
  }

  private static Problem keyTaken() {
    return Problem.conflict(
        "unique_key_taken", "Another job with the same unique_key waits already.");
  }

  /**
   * Ends a job that waits or runs: at once in the table; where it runs it is interrupted, and what
   * it ends with counts no more.
   *
   * @throws Problem 404 {@code job_not_found}, 409 {@code job_has_ended}
   */
  public Job cancel(UUID id) {
    return database.write(sql -> {
      var job = reader.lock(sql, id);
      if (!table.cancel(sql, job, clock.instant())) {
        throw Problem.conflict("job_has_ended", "The job has ended: " + job.status().word() + ".");
      }
      sql.afterCommit(() -> engine.interrupt(id));
      if (job.status() == Job.Status.RUNNING && !engine.node().equals(job.node())) {
        sql.announce(Topic.JOBS);
      }
      return reader.lock(sql, id);
    });
  }

  /**
   * Deletes a job that has ended; the record of its call stays.
   *
   * @throws Problem 404 {@code job_not_found}, 409 {@code job_not_ended}
   */
  public void delete(UUID id) {
    database.write(sql -> {
      var job = reader.lock(sql, id);
      int deleted =
          sql.update(
              "delete from _jobs where id = ? and status <> 'queued' and status <> 'running'", id);
      if (deleted == 0) {
        throw Problem.conflict(
            "job_not_ended", "The job is " + job.status().word() + ". Cancel it first.");
      }
      return true;
    });
  }

  /** How much there is to do on all nodes. */
  public JobFigures figures() {
    return reader.figures(clock.instant());
  }

  /** The refusal of an id that no job has. */
  public static Problem unknown() {
    return Problem.notFound("job_not_found", "There is no job with this id.");
  }
}
