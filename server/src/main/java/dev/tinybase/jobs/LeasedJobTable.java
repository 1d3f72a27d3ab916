package dev.tinybase.jobs;

import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of all nodes. A node that has a job's lease runs it; one that loses it by being late can
 * say nothing of the job any more.
 */
public final class LeasedJobTable {
  private static final String OPEN = "trigger_type = 'manual' and status in ('queued', 'running')";
  private static final String CANDIDATES =
      """
      select id, function_name, attempt, max_attempts, lost_workers, payload_type, payload,
        acts_as, user_id, trigger_type, request_id, call_id
      from _jobs where %s and (? or node = ? or lease_until is null or lease_until < ?)
      order by priority, run_at, id limit ?\
      """
          .formatted(OPEN);

  private final Database database;
  private final InstantSource clock;
  private final String node;
  private final Duration lease;
  private final boolean alone;

  /**
   * The table as one node sees it.
   *
   * @param lease how long a node that is not heard of keeps its jobs
   */
  public LeasedJobTable(Database database, InstantSource clock, String node, Duration lease) {
    this.database = database;
    this.clock = clock;
    this.node = node;
    this.lease = lease;
    this.alone = database.dialect().isSqlite();
  }

  /** Puts in a job that this node will run at once, with the other changes of the transaction. */
  public void add(Sql sql, LeasedJob job) {
    var now = clock.instant();
    sql.update(
        """
        insert into _jobs (id, function_name, status, run_at, max_attempts, payload_type, payload,
          acts_as, user_id, trigger_type, request_id, call_id, node, lease_until, created_at,
          priority, due, retry_delay_millis)
        values (?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)\
        """,
        job.id(),
        job.functionName(),
        now,
        job.maxAttempts(),
        job.payloadType(),
        job.payload(),
        job.actsAs().word(),
        job.userId(),
        job.triggerType(),
        job.requestId(),
        job.callId(),
        node,
        now.plus(lease),
        now);
  }

  /** An attempt begins; false when the job is this node's no more. */
  public boolean begin(LeasedJob job) {
    return database.write(sql ->
        sql.update(
            "update _jobs set status = 'running', attempt = attempt + 1, started_at = ?"
                + " where id = ? and node = ? and "
                + OPEN,
            clock.instant(),
            job.id(),
            node))
        > 0;
  }

  /** The job has ended; false, and nothing changed, when it is this node's no more. */
  public boolean end(
      Sql sql,
      LeasedJob job,
      LeasedJob.Status status,
      @Nullable String errorType,
      @Nullable String message) {
    return sql.update(
            """
            update _jobs set status = ?, error_type = ?, error_message = ?, finished_at = ?,
              payload = null, lost_workers = 0, lease_until = null
            where id = ? and node = ? and status in ('queued', 'running')\
            """,
            status.word(),
            errorType,
            message,
            clock.instant(),
            job.id(),
            node)
        > 0;
  }

  /** This node stops before the end of the job: whoever comes next may take it at once. */
  public void release(LeasedJob job, String errorType, String message) {
    database.write(sql ->
        sql.update(
            """
            update _jobs set status = 'queued', error_type = ?, error_message = ?,
              lost_workers = 0, node = null, lease_until = null
            where id = ? and node = ? and status in ('queued', 'running')\
            """,
            errorType,
            message,
            job.id(),
            node));
  }

  /** This node lives, and still has these jobs. */
  public void renew(Collection<UUID> jobs) {
    database.write(sql -> {
      var until = clock.instant().plus(lease);
      for (var id : jobs) {
        sql.update(
            "update _jobs set lease_until = ? where id = ? and node = ? and " + OPEN,
            until,
            id,
            node);
      }
      return true;
    });
  }

  /**
   * Takes jobs whose lease is over, or that have none.
   *
   * @param start whether this is the beginning of this node's life: the jobs of its former one are
   *     nobody's then; on SQLite there is but one node
   * @param wanted tells the jobs that this life does not have
   */
  public List<LeasedJob> claim(boolean start, Predicate<UUID> wanted, int most) {
    var now = clock.instant();
    boolean all = start && alone;
    var former = start ? node : "";
    var found =
        database
            .read(sql -> sql.list(CANDIDATES, LeasedJobTable::read, all, former, now, most))
            .stream()
            .filter(job -> wanted.test(job.id()))
            .toList();
    return found.isEmpty()
        ? List.of()
        : database.write(sql -> found.stream().filter(job -> take(sql, job, now)).toList());
  }

  /** Whoever is first has it: on PostgreSQL another node may have seen the same candidates. */
  private boolean take(Sql sql, LeasedJob job, Instant now) {
    return sql.update(
            """
            update _jobs set node = ?, lease_until = ?,
              lost_workers = lost_workers + case status when 'running' then 1 else 0 end,
              error_type = case status when 'running' then 'WorkerLost' else error_type end,
              status = 'queued'
            where id = ? and status in ('queued', 'running')
              and (? or node = ? or lease_until is null or lease_until < ?)\
            """,
            node,
            now.plus(lease),
            job.id(),
            alone,
            node,
            now)
        > 0;
  }

  /** Deletes jobs that have ended and whose record is older. */
  public static void deleteBefore(Sql sql, UUID call) {
    sql.update("delete from _jobs where call_id < ? and finished_at is not null", call);
  }

  private static LeasedJob read(Row row) {
    return new LeasedJob(
        row.uuid("id"),
        row.text("function_name"),
        (int) row.integer("attempt"),
        (int) row.integer("max_attempts"),
        (int) row.integer("lost_workers"),
        row.text("payload_type"),
        row.text("payload"),
        LeasedJob.Actor.valueOf(row.text("acts_as").toUpperCase(Locale.ROOT)),
        row.uuidOrNull("user_id"),
        row.text("trigger_type"),
        row.text("request_id"),
        row.uuid("call_id"));
  }
}
