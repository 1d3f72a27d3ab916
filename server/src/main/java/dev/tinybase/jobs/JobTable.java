package dev.tinybase.jobs;

import static dev.tinybase.db.ColumnType.UUID;

import dev.tinybase.db.Database;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** How jobs come into their table and end there. */
final class JobTable {
  static final String CANCELLED = "Cancelled";

  private final Duration lease;
  private final String insert;
  private final String held;
  private final List<JobListener> listeners = new CopyOnWriteArrayList<>();

  JobTable(Database database, Duration lease) {
    this.lease = lease;
    var dialect = database.dialect();
    insert =
        """
        insert into _jobs (id, function_name, status, priority, run_at, due, held, attempt,
          max_attempts, retry_delay_millis, timeout_millis, unique_key, schedule_id, scheduled_at,
          source, payload_type, payload, acts_as, user_id, trigger_type, request_id, call_id, node,
          created_at, started_at, finished_at, cause, lease_until)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, %s)
        on conflict do nothing\
        """
            .formatted(leaseEnd(dialect));
    held =
        """
        select %s from _jobs where schedule_id = ? and held = 1 and status = 'queued'
          and (status = 'queued' or status = 'running')
        order by scheduled_at limit 1\
        """
                .formatted(dialect.select(UUID, "id"))
            + dialect.forUpdate();
  }

  /** The database's own time as an expression, which all nodes share. */
  static String now(Dialect dialect) {
    return dialect.isSqlite()
        ? "cast(unixepoch('subsec') * 1000000 as integer)"
        : "clock_timestamp()";
  }

  /**
   * The end of a lease that begins now, as an expression with its milliseconds as its parameter.
   */
  static String leaseEnd(Dialect dialect) {
    return now(dialect)
        + (dialect.isSqlite()
            ? " + cast(? * 1000 as integer)"
            : " + cast(? as double precision) * interval '1 millisecond'");
  }

  void listen(JobListener listener) {
    listeners.add(listener);
  }

  void looked() {
    listeners.forEach(JobListener::looked);
  }

  /** What keeps a job from its turn: nothing (1), its moment (2), or that it is not in line (0). */
  static int due(Job job, Instant now) {
    if (job.status() != Job.Status.QUEUED || job.request().isHeld()) {
      return 0;
    }
    return job.request().runAt().isAfter(now) ? 2 : 1;
  }

  /** Puts a job in; false, and nothing changed, where its unique key or its occurrence is taken. */
  boolean insert(Sql sql, Job job) {
    var wanted = job.request();
    var occurrence = wanted.occurrence();
    boolean runs = job.status() == Job.Status.RUNNING;
    return sql.update(
            insert,
            job.id(),
            wanted.functionName(),
            job.status().word(),
            wanted.priority(),
            wanted.runAt(),
            due(job, job.createdAt()),
            wanted.isHeld() ? 1 : 0,
            job.attempt(),
            wanted.maxAttempts(),
            wanted.retryDelay().toMillis(),
            wanted.timeout() == null ? null : wanted.timeout().toMillis(),
            wanted.uniqueKey(),
            occurrence == null ? null : occurrence.scheduleId(),
            job.scheduledAt(),
            occurrence == null ? null : occurrence.source(),
            wanted.payloadType(),
            wanted.payload(),
            wanted.actsAs().word(),
            wanted.actorId(),
            wanted.triggerType(),
            wanted.requestId(),
            job.callId(),
            job.node(),
            job.createdAt(),
            job.startedAt(),
            job.finishedAt(),
            wanted.cause(),
            runs ? (double) lease.toMillis() : null)
        > 0;
  }

  /** What follows the end of a job in its transaction; the job is written already. */
  void ended(Sql sql, Job job, Instant now) {
    for (var listener : listeners) {
      listener.ended(sql, job);
    }
    var occurrence = job.request().occurrence();
    if (occurrence != null) {
      releaseHeld(sql, occurrence.scheduleId(), now);
    }
  }

  /**
   * The oldest held job of a schedule waits no more, where no older one is queued or runs. Its row
   * is locked first, so that of two that end at once the second one sees the end of the first.
   */
  void releaseHeld(Sql sql, UUID schedule, Instant now) {
    sql.first(held, row -> row.uuid(1), schedule)
        .ifPresent(id ->
            sql.update(
                """
                update _jobs set held = 0, due = 1, run_at = ? where id = ? and not exists (
                  select 1 from _jobs older where older.schedule_id = _jobs.schedule_id
                    and (older.status = 'queued' or older.status = 'running') and older.held = 0
                    and older.scheduled_at < _jobs.scheduled_at)\
                """,
                now,
                id));
  }

  /** Ends a job that waits or runs, whoever has it; false where it has ended. */
  boolean cancel(Sql sql, Job job, Instant now) {
    var why = "It was cancelled.";
    boolean done =
        sql.update(
                """
                update _jobs set status = 'cancelled', error_type = 'Cancelled', error_message = ?,
                  finished_at = ?, held = 0, due = 0, lost_workers = 0, lease_until = null
                where id = ? and (status = 'queued' or status = 'running')\
                """,
                why,
                now,
                job.id())
            > 0;
    if (done) {
      ended(sql, job.ended(Job.Status.CANCELLED, CANCELLED, why, now), now);
    }
    return done;
  }

  /** Queues a job again that failed or was cancelled, for one further failure. */
  boolean retry(Sql sql, UUID id, Instant now) {
    return sql.update(
            """
            update _jobs set status = 'queued', due = 1, held = 0, run_at = ?, lost_workers = 0,
              max_attempts = failures + 1, finished_at = null, node = null, cause = null
            where id = ? and (status = 'failed' or status = 'cancelled')\
            """,
            now,
            id)
        > 0;
  }
}
