package dev.tinybase.jobs;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import dev.tinybase.text.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes jobs that have ended, by how they ended: those that failed are kept longer, and go last
 * where there are too many. What is queued or runs stays, however old it is.
 */
public final class JobRetention {
  /** Jobs that one transaction deletes. */
  private static final int SLICE = 200;

  /** Runs that are kept of each task of the server itself. */
  private static final int OWN_RUNS = 20;

  /** Of the server itself; no other function's name has a point. */
  private static final String OWN = "function_name >= 'system.' and function_name < 'system/'";

  private static final String FAILED = "status = 'failed'";

  /** These three statuses apart, because an index has the latter two. */
  private static final String SUCCEEDED = "status = 'succeeded'";

  private static final String GIVEN_UP = "(status = 'cancelled' or status = 'skipped')";

  private final Database database;
  private final InstantSource clock;
  private final Duration keepSucceeded;
  private final Duration keepFailed;
  private final long most;
  private final String ids;

  /**
   * Deletes nothing by itself.
   *
   * @param keepSucceeded since its end, a job that succeeded, was cancelled or skipped
   * @param keepFailed since its end, a job that failed
   * @param most jobs that have ended, in all
   */
  public JobRetention(
      Database database,
      InstantSource clock,
      Duration keepSucceeded,
      Duration keepFailed,
      long most) {
    this.database = database;
    this.clock = clock;
    this.keepSucceeded = keepSucceeded;
    this.keepFailed = keepFailed;
    this.most = most;
    this.ids =
        "select " + database.dialect().select(ColumnType.UUID, "id") + " from _jobs where %s";
  }

  /** Deletes what is too old or too many, and tells how many jobs. */
  public long removeOld() {
    return removeOwn()
        + removeBefore(SUCCEEDED, clock.instant().minus(keepSucceeded))
        + removeBefore(GIVEN_UP, clock.instant().minus(keepSucceeded))
        + removeBefore(FAILED, clock.instant().minus(keepFailed))
        + removeExcess();
  }

  /** A job has ended later than it was made, so its id bounds what must be looked at. */
  private long removeBefore(String which, Instant end) {
    return remove(which + " and id < ? and finished_at < ?", Long.MAX_VALUE, Uuids.least(end), end);
  }

  private long removeOwn() {
    var tasks =
        database.read(sql ->
            sql.list(
                "select function_name from _jobs where "
                    + OWN
                    + " group by function_name having count(*) > ?",
                row -> row.text(1),
                OWN_RUNS));
    return tasks.stream().mapToLong(this::removeOwn).sum();
  }

  private long removeOwn(String task) {
    var ended = "function_name = ? and finished_at is not null";
    var last =
        database.read(sql ->
            sql.first(
                ids.formatted(ended + " order by id desc limit 1 offset ?"),
                row -> row.uuid(1),
                task,
                OWN_RUNS - 1));
    return last.isEmpty() ? 0 : remove(ended + " and id < ?", Long.MAX_VALUE, task, last.get());
  }

  private long removeExcess() {
    long excess = excess();
    long removed = 0;
    for (var which : new String[] {SUCCEEDED, GIVEN_UP, FAILED}) {
      removed += excess > removed ? remove(which, excess - removed) : 0;
    }
    return removed;
  }

  /** All jobs are counted first, which an index can do. */
  private long excess() {
    return database.read(sql ->
        sql.number("select count(*) from _jobs") <= most
            ? 0
            : sql.number("select count(*) from _jobs where finished_at is not null") - most);
  }

  /** Deletes the oldest ones; they are looked for by a reader, so that the writer does not wait. */
  private long remove(String which, long atMost, @Nullable Object... parameters) {
    var select = ids.formatted(which + " order by id limit ") + SLICE;
    long removed = 0;
    while (removed < atMost && !Thread.currentThread().isInterrupted()) {
      var found = database.read(sql -> sql.list(select, row -> row.uuid(1), parameters));
      var some = found.subList(0, (int) Math.min(found.size(), atMost - removed));
      if (some.isEmpty()) {
        break;
      }
      database.write(sql -> {
        for (UUID id : some) {
          sql.update("delete from _jobs where id = ? and finished_at is not null", id);
        }
        return true;
      });
      removed += some.size();
    }
    return removed;
  }
}
