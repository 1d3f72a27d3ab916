package dev.tinybase.jobs;

import static dev.tinybase.db.ColumnType.TIMESTAMP;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import dev.tinybase.db.Database;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.text.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which node has which job: it claims those that are due, renews their leases while they run, and
 * says how each attempt ended, as long as no other attempt has begun.
 */
final class JobClaims {
  /**
   * What there is to do.
   *
   * @param next the moment of the first job that waits for its time; null for none
   * @param due whether there are jobs that are due
   * @param lost whether there are jobs whose node has died
   */
  record Waiting(@Nullable Instant next, boolean due, boolean lost) {}

  /** Who has a job: an attempt that another one has followed can say nothing of it any more. */
  private static final String FENCE =
      " where id = ? and node = ? and attempt = ? and status = 'running'";

  /** What most attempts come to; the columns that have an index stay as they are. */
  private static final String SUCCEED =
      "update _jobs set status = 'succeeded', payload = null, error_type = null,"
          + " error_message = null, finished_at = ?, lost_workers = 0, lease_until = null"
          + FENCE;

  private static final String MOVE =
      "update _jobs set status = ?, due = ?, run_at = ?, failures = ?, lost_workers = ?,"
          + " error_type = ?, error_message = ?, finished_at = ?, lease_until = null"
          + FENCE;

  private static final String POSTPONE =
      "update _jobs set status = 'queued', due = ?, run_at = ?, attempt = attempt - 1,"
          + " started_at = null, lost_workers = 0, lease_until = null"
          + FENCE;

  static final int MOST_LOST_AT_ONCE = 100;
  private static final int MOST_DUE = 1000;

  private final String node;
  private final Duration lease;
  private final boolean alone;
  private final TimeOrderedEpochFactory callIds;
  private final String claim;
  private final String first;
  private final String start;
  private final String renew;
  private final String lost;
  private final String waiting;

  JobClaims(Database database, JobReader reader, InstantSource clock, String node, Duration lease) {
    var dialect = database.dialect();
    this.node = node;
    this.lease = lease;
    this.alone = dialect.isSqlite();
    this.callIds = TimeOrderedEpochFactory.builder().withInstantFunction(clock::instant).build();
    claim = claim(dialect, reader.columns());
    first =
        "select %s from _jobs where due = 1 order by priority, run_at, id limit ?"
            .formatted(reader.columns());
    start =
        "update _jobs set status = 'running', due = 0, attempt = attempt + 1, node = ?,"
            + " started_at = ?, call_id = ?, lease_until = %s where id = ?"
                .formatted(JobTable.leaseEnd(dialect));
    renew = "update _jobs set lease_until = " + JobTable.leaseEnd(dialect) + FENCE;
    lost =
        "select %s from _jobs where status = 'running' and (lease_until < %s or ? = 1 or node = ?)"
                .formatted(reader.columns(), JobTable.now(dialect))
            + " limit "
            + MOST_LOST_AT_ONCE
            + skipLocked(dialect);
    waiting =
        """
        select %s, exists (select 1 from _jobs where due = 1),
          exists (select 1 from _jobs where status = 'running' and lease_until < %s)
        from _jobs where due = 2\
        """
            .formatted(dialect.select(TIMESTAMP, "min(run_at)"), JobTable.now(dialect));
  }

  /**
   * In one statement for PostgreSQL, where each costs a round trip. Each job takes its part of a
   * text of 32 digits for each, the ids of their attempts.
   */
  private static String claim(Dialect dialect, String columns) {
    return """
    with found as (select id as due_id from _jobs where due = 1
        order by priority, run_at, id limit ? for update skip locked),
      placed as (select due_id, cast(row_number() over () as integer) as place from found)
    update _jobs set status = 'running', due = 0, attempt = attempt + 1, node = ?,
      started_at = ?, lease_until = %s,
      call_id = case when trigger_type = 'manual' and failures = 0 then call_id
        else cast(substr(?, place * 32 - 31, 32) as uuid) end
    from placed where id = due_id returning %s\
    """
        .formatted(JobTable.leaseEnd(dialect), columns);
  }

  private static String skipLocked(Dialect dialect) {
    return dialect.isSqlite() ? "" : " for update skip locked";
  }

  UUID nextCallId() {
    return callIds.create();
  }

  /** Takes the first ones that are due, in their order. */
  List<Job> claim(Sql sql, int most, Instant now) {
    return alone ? claimEach(sql, most, now) : claimAll(sql, most, now);
  }

  /** For SQLite, where statements cost little, and the temporary tables of a long one much. */
  private List<Job> claimEach(Sql sql, int most, Instant now) {
    var claimed = new ArrayList<Job>();
    for (var job : sql.list(first, JobReader::read, most)) {
      var callId = job.isFirstOfCall() ? job.callId() : nextCallId();
      sql.update(start, node, now, callId, (double) lease.toMillis(), job.id());
      claimed.add(job.running(node, callId, now));
    }
    return claimed;
  }

  private List<Job> claimAll(Sql sql, int most, Instant now) {
    var ids = new StringBuilder(most * 32);
    for (int i = 0; i < most; i++) {
      ids.append(HexFormat.of().formatHex(Uuids.toBytes(nextCallId())));
    }
    var jobs =
        sql.list(
            claim, JobReader::read, most, node, now, (double) lease.toMillis(), ids.toString());
    jobs.sort(
        Comparator.<Job>comparingInt(job -> job.request().priority())
            .thenComparing(job -> job.request().runAt())
            .thenComparing(job -> job.id().toString()));
    return jobs;
  }

  /** What has waited for this moment is due; returns how many, 1000 at most. */
  int due(Sql sql, Instant now) {
    return sql.update(
        "update _jobs set due = 1 where due = 2 and id in (select id from _jobs where due = 2"
            + " and run_at <= ? order by run_at limit "
            + MOST_DUE
            + ")",
        now);
  }

  Waiting waiting(Sql sql) {
    return sql.first(waiting, row -> new Waiting(row.instantOrNull(1), row.bool(2), row.bool(3)))
        .orElseThrow();
  }

  /** The attempt has its time again; false where the job is not this node's any more. */
  boolean renew(Sql sql, Job job) {
    return sql.update(renew, (double) lease.toMillis(), job.id(), node, job.attempt()) > 0;
  }

  /**
   * Jobs whose node has died, a hundred at most.
   *
   * @param start whether this node begins: what its former life had is nobody's then, and on SQLite
   *     what anybody had
   */
  List<Job> lost(Sql sql, boolean start) {
    return sql.list(lost, JobReader::read, start && alone ? 1 : 0, start ? node : "");
  }

  /** The attempt is over and the job done; false where it is not this attempt's any more. */
  boolean succeed(Sql sql, Job job, Instant now) {
    return sql.update(SUCCEED, now, job.id(), job.node(), job.attempt()) > 0;
  }

  /** The attempt is over, and this is the job now; false where it is not its any more. */
  boolean move(Sql sql, Job next, Instant now) {
    return sql.update(
            MOVE,
            next.status().word(),
            JobTable.due(next, now),
            next.request().runAt(),
            next.failures(),
            next.lostWorkers(),
            next.errorType(),
            next.errorMessage(),
            next.finishedAt(),
            next.id(),
            next.node(),
            next.attempt())
        > 0;
  }

  /** The attempt never began, so it is none; false where the job is not its any more. */
  boolean postpone(Sql sql, Job job, Instant until, Instant now) {
    return sql.update(
            POSTPONE,
            JobTable.due(job.again(until, job.failures(), 0, null, null), now),
            until,
            job.id(),
            job.node(),
            job.attempt())
        > 0;
  }

  /**
   * What has become of a job that is not this attempt's any more. Where nobody has begun another
   * one, it was this attempt that ended it, by a commit of which it did not hear.
   */
  JobResult.Outcome outcome(Sql sql, Job job) {
    return sql.first(
            "select status, attempt, node, error_type from _jobs where id = ?",
            row -> {
              if (row.text(1).equals("cancelled")) {
                return JobResult.Outcome.CANCELLED;
              }
              return row.integer(2) == job.attempt()
                      && Objects.equals(row.textOrNull(3), job.node())
                      && !Job.WORKER_LOST.equals(row.textOrNull(4))
                  ? JobResult.Outcome.ENDED
                  : JobResult.Outcome.LEASE_LOST;
            },
            job.id())
        .orElse(JobResult.Outcome.LEASE_LOST);
  }
}
