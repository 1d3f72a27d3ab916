package dev.tinybase.jobs;

import static dev.tinybase.db.ColumnType.TIMESTAMP;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds, lists and counts jobs. */
final class JobReader {
  private final Database database;
  private final String columns;
  private final String one;
  private final String locked;
  private final String queued;
  private final String figures;

  JobReader(Database database) {
    this.database = database;
    var dialect = database.dialect();
    columns = columns(dialect);
    one = "select " + columns + " from _jobs where id = ?";
    queued =
        "select %s from _jobs where status = 'queued' and trigger_type = ?"
            .formatted(dialect.select(ColumnType.UUID, "id"));
    locked = one + dialect.forUpdate();
    figures = figures(dialect);
  }

  /** The columns that {@link #read} takes, in its order. */
  String columns() {
    return columns;
  }

  private static String columns(Dialect dialect) {
    return String.join(
        ", ",
        "id, function_name, status, priority, attempt, failures, max_attempts, retry_delay_millis",
        "lost_workers, timeout_millis, unique_key, schedule_id, held, source, payload_type",
        "payload, acts_as, user_id, trigger_type, request_id, call_id, error_type, error_message",
        "node",
        dialect.select(TIMESTAMP, "run_at"),
        dialect.select(TIMESTAMP, "scheduled_at"),
        dialect.select(TIMESTAMP, "created_at"),
        dialect.select(TIMESTAMP, "started_at"),
        dialect.select(TIMESTAMP, "finished_at"),
        "cause");
  }

  static Job read(Row row) {
    long timeout = row.integer(10);
    var limit = row.wasNull() ? null : Duration.ofMillis(timeout);
    var request =
        new JobRequest(
            row.text(2),
            row.text(15),
            row.textOrNull(16),
            Job.Actor.valueOf(row.text(17).toUpperCase(Locale.ROOT)),
            row.uuidOrNull(18),
            row.text(19),
            row.text(20),
            (int) row.integer(4),
            row.instant(25),
            row.textOrNull(11),
            (int) row.integer(7),
            Duration.ofMillis(row.integer(8)),
            limit,
            occurrence(row),
            row.textOrNull(30));
    return new Job(
        row.uuid(1),
        request,
        Job.Status.valueOf(row.text(3).toUpperCase(Locale.ROOT)),
        (int) row.integer(5),
        (int) row.integer(6),
        (int) row.integer(9),
        row.uuidOrNull(21),
        row.textOrNull(22),
        row.textOrNull(23),
        row.textOrNull(24),
        row.instant(26),
        row.instant(27),
        row.instantOrNull(28),
        row.instantOrNull(29));
  }

  private static JobRequest.@Nullable Occurrence occurrence(Row row) {
    var schedule = row.uuidOrNull(12);
    return schedule == null
        ? null
        : new JobRequest.Occurrence(schedule, row.instant(26), row.integer(13) == 1, row.text(14));
  }

  Optional<Job> find(UUID id) {
    return database.read(sql -> find(sql, id));
  }

  private Optional<Job> find(Sql sql, UUID id) {
    return sql.first(one, JobReader::read, id);
  }

  /** The job with this id, which stays as it is until the transaction ends. */
  Job lock(Sql sql, UUID id) {
    return sql.first(locked, JobReader::read, id).orElseThrow(JobService::unknown);
  }

  /** The job of an occurrence. */
  Optional<Job> find(Sql sql, JobRequest.@Nullable Occurrence occurrence) {
    return occurrence == null
        ? Optional.empty()
        : sql.first(
            "select " + columns + " from _jobs where schedule_id = ? and scheduled_at = ?",
            JobReader::read,
            occurrence.scheduleId(),
            occurrence.scheduledAt());
  }

  /** The job that waits with a unique key. */
  Optional<Job> waiting(Sql sql, String uniqueKey) {
    return sql.first(
        "select " + columns + " from _jobs where unique_key = ? and status = 'queued' limit 1",
        JobReader::read,
        uniqueKey);
  }

  /** The jobs that wait and that a trigger has made. */
  Set<UUID> queued(String triggerType) {
    return Set.copyOf(database.read(sql -> sql.list(queued, row -> row.uuid(1), triggerType)));
  }

  JobPage list(JobFilter filter, int limit, long offset, @Nullable UUID before, boolean total) {
    var conditions = new ArrayList<String>();
    var values = new ArrayList<Object>();
    switch (filter.source()) {
      case USER -> conditions.add("(source is null or source <> 'system')");
      case SYSTEM -> conditions.add("source = 'system'");
      case ALL -> conditions.add("true");
    }
    if (filter.status() != null) { // as a constant, so that the index of these statuses serves
      conditions.add("status = '" + filter.status().word() + "'");
    }
    add(conditions, values, "function_name = ?", filter.functionName());
    add(conditions, values, "schedule_id = ?", filter.scheduleId());
    add(conditions, values, "unique_key = ?", filter.uniqueKey());
    var all = String.join(" and ", conditions);
    var counted = values.toArray();
    add(conditions, values, "id < ?", before);
    values.add(limit + 1);
    values.add(offset);
    var page =
        "select %s from _jobs where %s order by id desc limit ? offset ?"
            .formatted(columns, String.join(" and ", conditions));
    return database.read(sql -> {
      var jobs = sql.list(page, JobReader::read, values.toArray());
      long count = total ? sql.number("select count(*) from _jobs where " + all, counted) : -1;
      boolean more = jobs.size() > limit;
      var shown = more ? jobs.subList(0, limit) : jobs;
      return new JobPage(shown, count, more && limit > 0 ? shown.getLast().id() : null);
    });
  }

  private static void add(
      List<String> conditions, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      values.add(value);
    }
  }

  private static String figures(Dialect dialect) {
    return """
    select
      (select count(*) from _jobs where due = 1),
      (select count(*) from _jobs where status = 'queued'),
      (select count(*) from _jobs where status = 'running'),
      (select count(*) from _jobs where status = 'running' and lease_until < %s),
      (select count(*) from _jobs where status = 'failed'),
      (select %s from _jobs where due = 1),
      (select %s from _jobs where status = 'queued' order by id limit 1)\
    """
        .formatted(
            JobTable.now(dialect),
            dialect.select(TIMESTAMP, "min(run_at)"),
            dialect.select(TIMESTAMP, "created_at"));
  }

  JobFigures figures(Instant now) {
    return database.read(sql ->
        sql.first(
                figures,
                row ->
                    new JobFigures(
                        row.integer(1),
                        since(row.instantOrNull(6), now),
                        row.integer(2),
                        since(row.instantOrNull(7), now),
                        row.integer(3),
                        row.integer(4),
                        row.integer(5)))
            .orElseThrow());
  }

  private static Duration since(@Nullable Instant then, Instant now) {
    return then == null || then.isAfter(now) ? Duration.ZERO : Duration.between(then, now);
  }
}
