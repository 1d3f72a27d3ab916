package dev.tinybase.schedule;

import static dev.tinybase.db.ColumnType.TIMESTAMP;

import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.jobs.JobService;
import dev.tinybase.metrics.Histogram;
import dev.tinybase.schedule.Occurrences.Open;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the jobs of the schedules that are due and moves them on, in one transaction. */
final class DueSchedules {
  private static final Logger LOG = LoggerFactory.getLogger(DueSchedules.class);

  /** Schedules whose open work one statement looks for, which keeps its text the same. */
  private static final int AT_ONCE = 50;

  private static final String OPEN =
      "select schedule_id, count(*), sum(held) from _jobs where schedule_id in ("
          + String.join(", ", Collections.nCopies(AT_ONCE, "?"))
          + ") and (status = 'queued' or status = 'running') group by schedule_id";

  private final JobService jobs;
  private final ZoneId zone;
  private final String due;
  private final String waiting;
  final String least;
  private final Histogram lateness;

  DueSchedules(Dialect dialect, JobService jobs, ZoneId zone, Histogram lateness) {
    this.jobs = jobs;
    this.zone = zone;
    this.lateness = lateness;
    var select = new ScheduleTable(dialect).select();
    waiting = select + " where next_run_at > ? and id > ? order by id limit ?";
    due =
        select
            + " where next_run_at <= ? order by next_run_at, id limit ?"
            + (dialect.isSqlite() ? "" : " for update skip locked");
    least =
        "select "
            + dialect.select(TIMESTAMP, "min(next_run_at)")
            + " from _schedules where next_run_at is not null";
  }

  /** When the next one of all is due; empty where none will be. */
  Optional<Instant> least(Sql sql) {
    return sql.first(least, row -> Optional.ofNullable(row.instantOrNull(1)))
        .flatMap(found -> found);
  }

  /** Whether something has run in what is the future now: the clock was put back meanwhile. */
  boolean isAhead(Sql sql, Instant now) {
    return sql.number("select count(*) from _schedules where last_run_at > ?", now) > 0;
  }

  /** How many have a next moment. */
  long active(Sql sql) {
    return sql.number("select count(*) from _schedules where next_run_at is not null");
  }

  /**
   * Handles those that are due, in the order of their moments.
   *
   * @param upSince moments before this one are missed
   * @return how many there were
   */
  int fire(Sql sql, Instant now, Instant upSince, int batch) {
    var found = sql.list(due, ScheduleTable::read, now, batch);
    var open = open(sql, found);
    for (var info : found) {
      try {
        var schedule = Schedule.parse(info.schedule(), zone);
        new Occurrences(sql, jobs, info, open.getOrDefault(info.id(), Open.NONE), now, lateness)
            .make(schedule, upSince);
      } catch (Problem unreadable) { // such as of a zone that this JDK does not know any more
        LOG.warn("The schedule {} is paused: {}", info.id(), unreadable.detail());
        Occurrences.stop(sql, info.id(), unreadable.detail());
      }
    }
    return found.size();
  }

  /** The open work of each, found when nobody else can change that of these schedules. */
  private static Map<UUID, Open> open(Sql sql, List<ScheduleInfo> found) {
    var open = new HashMap<UUID, Open>();
    for (int from = 0; from < found.size(); from += AT_ONCE) {
      var ids = new @Nullable Object[AT_ONCE];
      for (int i = 0; i < AT_ONCE && from + i < found.size(); i++) {
        ids[i] = found.get(from + i).id();
      }
      sql.each(
          OPEN,
          row -> open.put(row.uuid(1), new Open(row.integer(2) - row.integer(3), row.integer(3))),
          ids);
    }
    return open;
  }

  /**
   * Has schedules that wait for a moment far ahead look for their next one again, after the clock
   * was put back.
   *
   * @param after the last schedule of the ones before; null for the first ones
   * @return the last one looked at; empty where there are no more
   */
  Optional<UUID> lookAgain(Sql sql, Instant now, @Nullable UUID after, int batch) {
    List<ScheduleInfo> found =
        sql.list(waiting, ScheduleTable::read, now, after == null ? new UUID(0, 0) : after, batch);
    for (var info : found) {
      var planned = info.nextRunAt();
      if (planned != null) {
        Series.of(info, Schedule.parse(info.schedule(), zone), planned)
            .next(now)
            .filter(next -> next.isBefore(planned))
            .ifPresent(next ->
                sql.update(
                    "update _schedules set next_run_at = ? where id = ? and next_run_at = ?",
                    next,
                    info.id(),
                    planned));
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast().id());
  }
}
