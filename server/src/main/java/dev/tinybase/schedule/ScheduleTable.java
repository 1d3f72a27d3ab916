package dev.tinybase.schedule;

import static dev.tinybase.db.ColumnType.TIMESTAMP;

import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The statements on {@code _schedules} of those who make and change schedules. */
final class ScheduleTable {
  /** How long what is due may wait before it is late. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private static final String FIGURES =
      """
      select count(*), count(next_run_at), count(*) filter (where next_run_at <= ?),
        count(*) filter (where next_run_at <= ?), count(*) filter (where consecutive_failures > 0)
      from _schedules where source <> 'system'\
      """;

  private final String select;
  private final String forUpdate;

  ScheduleTable(Dialect dialect) {
    select = "select " + columns(dialect) + " from _schedules";
    forUpdate = dialect.forUpdate();
  }

  private static String columns(Dialect dialect) {
    return String.join(
        ", ",
        "id, name, function_name, schedule, input_data, is_active, overlap, max_parallel, catch_up",
        "catch_up_limit, retries, retry_delay_seconds, timeout_seconds, pause_after_failures",
        "source, last_status, consecutive_failures, paused_reason, skipped_count",
        "created_by_user_id",
        dialect.select(TIMESTAMP, "starts_at"),
        dialect.select(TIMESTAMP, "ends_at"),
        dialect.select(TIMESTAMP, "next_run_at"),
        dialect.select(TIMESTAMP, "last_run_at"),
        dialect.select(TIMESTAMP, "last_skipped_at"),
        dialect.select(TIMESTAMP, "created_at"),
        dialect.select(TIMESTAMP, "updated_at"),
        "code_key");
  }

  /** What selects whole schedules, to be followed by {@code where}. */
  String select() {
    return select;
  }

  static ScheduleInfo read(Row row) {
    return new ScheduleInfo(
        row.uuid(1),
        row.text(2),
        row.text(3),
        (ObjectNode) Json.trusted(row.text(4)),
        (ObjectNode) Json.trusted(row.text(5)),
        row.bool(6),
        policy(row),
        row.instantOrNull(21),
        row.instantOrNull(22),
        row.text(15),
        row.instantOrNull(23),
        row.instantOrNull(24),
        row.textOrNull(16),
        (int) row.integer(17),
        row.textOrNull(18),
        row.integer(19),
        row.instantOrNull(25),
        row.uuidOrNull(20),
        row.instant(26),
        row.instant(27));
  }

  private static SchedulePolicy policy(Row row) {
    return new SchedulePolicy(
        Overlap.valueOf(row.text(7).toUpperCase(Locale.ROOT)),
        (int) row.integer(8),
        CatchUp.valueOf(row.text(9).toUpperCase(Locale.ROOT)),
        (int) row.integer(10),
        (int) row.integer(11),
        (int) row.integer(12),
        numberOrNull(row, 13),
        numberOrNull(row, 14));
  }

  private static @Nullable Integer numberOrNull(Row row, int column) {
    long number = row.integer(column);
    return row.wasNull() ? null : (int) number;
  }

  Optional<ScheduleInfo> find(Sql sql, UUID id) {
    return sql.first(select + " where id = ?", ScheduleTable::read, id);
  }

  /** A schedule that stays as it is until the transaction ends. */
  Optional<ScheduleInfo> lock(Sql sql, UUID id) {
    return sql.first(select + " where id = ?" + forUpdate, ScheduleTable::read, id);
  }

  /** Those that the server itself declares, with what tells them apart. */
  void ofSystem(Sql sql, BiConsumer<String, ScheduleInfo> consumer) {
    declared(sql, "source = 'system'", consumer);
  }

  /** Those that code declares, with what tells those of one source apart. */
  void ofCode(Sql sql, BiConsumer<String, ScheduleInfo> consumer) {
    declared(sql, "source = 'code' or source like 'extension:%'", consumer);
  }

  private void declared(Sql sql, String condition, BiConsumer<String, ScheduleInfo> consumer) {
    sql.list(select + " where " + condition, row -> Map.entry(row.text(28), read(row)))
        .forEach(entry -> consumer.accept(entry.getKey(), entry.getValue()));
  }

  SchedulePage list(Sql sql, ScheduleFilter filter, int limit, long offset) {
    var conditions = new ArrayList<String>();
    var values = new ArrayList<Object>();
    switch (filter.source()) {
      case USER -> conditions.add("source <> 'system'");
      case SYSTEM -> conditions.add("source = 'system'");
      case ALL -> conditions.add("1 = 1");
    }
    if (filter.name() != null) {
      conditions.add("name = ?");
      values.add(filter.name());
    }
    if (filter.functionName() != null) {
      conditions.add("function_name = ?");
      values.add(filter.functionName());
    }
    if (filter.isActive() != null) {
      conditions.add("is_active = ?");
      values.add(filter.isActive());
    }
    var where = " where " + String.join(" and ", conditions);
    var parameters = values.toArray();
    long total = sql.number("select count(*) from _schedules" + where, parameters);
    values.add(limit);
    values.add(offset);
    var page = select + where + " order by name, id limit ? offset ?";
    return new SchedulePage(sql.list(page, ScheduleTable::read, values.toArray()), total);
  }

  /** Puts a schedule in. */
  void insert(Sql sql, ScheduleInfo made, @Nullable String codeKey) {
    var policy = made.policy();
    sql.update(
        """
        insert into _schedules (id, name, function_name, schedule, input_data, is_active, overlap,
          max_parallel, catch_up, catch_up_limit, retries, retry_delay_seconds, timeout_seconds,
          pause_after_failures, starts_at, ends_at, source, code_key, next_run_at,
          created_by_user_id, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict do nothing\
        """,
        made.id(),
        made.name(),
        made.functionName(),
        Json.text(made.schedule()),
        Json.text(made.inputData()),
        made.isActive(),
        word(policy.overlap()),
        policy.maxParallel(),
        word(policy.catchUp()),
        policy.catchUpLimit(),
        policy.retries(),
        policy.retryDelaySeconds(),
        policy.timeoutSeconds(),
        policy.pauseAfterFailures(),
        made.startsAt(),
        made.endsAt(),
        made.source(),
        codeKey,
        made.nextRunAt(),
        made.createdByUserId(),
        made.createdAt(),
        made.updatedAt());
  }

  /** Writes what people may change, of a schedule that was locked in the same transaction. */
  void update(Sql sql, ScheduleInfo changed) {
    var policy = changed.policy();
    sql.update(
        """
        update _schedules set name = ?, schedule = ?, input_data = ?, is_active = ?, overlap = ?,
          max_parallel = ?, catch_up = ?, catch_up_limit = ?, retries = ?, retry_delay_seconds = ?,
          timeout_seconds = ?, pause_after_failures = ?, starts_at = ?, ends_at = ?,
          next_run_at = ?, consecutive_failures = ?, paused_reason = ?, updated_at = ?
        where id = ?\
        """,
        changed.name(),
        Json.text(changed.schedule()),
        Json.text(changed.inputData()),
        changed.isActive(),
        word(policy.overlap()),
        policy.maxParallel(),
        word(policy.catchUp()),
        policy.catchUpLimit(),
        policy.retries(),
        policy.retryDelaySeconds(),
        policy.timeoutSeconds(),
        policy.pauseAfterFailures(),
        changed.startsAt(),
        changed.endsAt(),
        changed.nextRunAt(),
        changed.consecutiveFailures(),
        changed.pausedReason(),
        changed.updatedAt(),
        changed.id());
  }

  ScheduleFigures figures(Sql sql, Instant now) {
    return sql.first(
            FIGURES,
            row ->
                new ScheduleFigures(
                    row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)),
            now,
            now.minus(LATE))
        .orElseThrow();
  }

  void delete(Sql sql, UUID id) {
    sql.update("delete from _schedules where id = ?", id);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
