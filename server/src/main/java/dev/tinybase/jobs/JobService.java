package dev.tinybase.jobs;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
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

  private final Database database;
  private final InstantSource clock;
  private final JobEngine engine;
  private final JobTable table;
  private final JobReader reader;
  private final TimeOrderedEpochFactory ids;

  /** Jobs that an engine runs, of this process or of another one. */
  public JobService(Database database, InstantSource clock, JobEngine engine) {
    this.database = database;
    this.clock = clock;
    this.engine = engine;
    this.table = engine.table();
    this.reader = engine.reader();
    this.ids = TimeOrderedEpochFactory.builder().withInstantFunction(clock::instant).build();
  }

  /** Puts a job in; it is on disk when this returns. Within a transaction it is a part of that. */
  public Added add(JobRequest wanted) {
    var id = ids.create();
    return database.write(sql -> add(sql, id, wanted));
  }

  /** The same in a transaction of the caller; whoever runs it is woken after the commit. */
  public Added add(Sql sql, JobRequest wanted) {
    return add(sql, ids.create(), wanted);
  }

  private Added add(Sql sql, UUID id, JobRequest wanted) {
    var job = queued(id, wanted, Job.Status.QUEUED);
    for (int attempt = 0; attempt < 3; attempt++) {
      var rival = reader.rival(sql, wanted);
      if (rival.isPresent()) {
        return new Added(rival.get(), false);
      }
      if (table.insert(sql, job)) {
        sql.afterCommit(engine::wake);
        return new Added(job, true);
      }
    }
    throw Problem.unavailable("unique_key_busy", "Many jobs of this key come at once.", 1);
  }

  private Job queued(UUID id, JobRequest wanted, Job.Status status) {
    var now = clock.instant();
    var end = status.isEnd() ? now : null;
    return new Job(id, wanted, status, 0, 0, 0, null, null, null, null, now, null, end);
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

  /** Lets the oldest held job of a schedule go, where no older one of it is queued or runs. */
  public void releaseHeld(Sql sql, UUID scheduleId) {
    table.releaseHeld(sql, scheduleId, clock.instant());
    sql.afterCommit(engine::wake);
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
        var job = table.find(sql, id);
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
        sql.afterCommit(engine::wake);
        return table.find(sql, id);
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
      var job = table.find(sql, id);
      if (!table.cancel(sql, job, clock.instant())) {
        throw Problem.conflict("job_has_ended", "The job has ended: " + job.status().word() + ".");
      }
      return table.find(sql, id);
    });
  }

  /**
   * Deletes a job that has ended; the record of its call stays.
   *
   * @throws Problem 404 {@code job_not_found}, 409 {@code job_not_ended}
   */
  public void delete(UUID id) {
    database.write(sql -> {
      var job = table.find(sql, id);
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

  static Problem unknown() {
    return Problem.notFound("job_not_found", "Job not found.");
  }
}
