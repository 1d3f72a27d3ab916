package dev.tinybase.functions.history;

import static dev.tinybase.db.ColumnType.TIMESTAMP;
import static dev.tinybase.db.ColumnType.UUID;

import dev.tinybase.db.Database;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.sdk.Trigger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds and lists calls, up to what was kept a moment ago. */
public final class CallReader {
  /** A page of a list, newest first; the total is -1 where nobody asked for it. */
  public record Page(List<CallRecord> calls, long total, @Nullable UUID next) {}

  /** The columns that may be long are only read for one call. */
  private static final String LONG = "error_details, trace, input, output";

  private static final String NONE =
      "null as error_details, null as trace, null as input, null as output";

  private final Database database;
  private final Runnable flush;
  private final String one;
  private final String many;

  CallReader(Database database, Runnable flush) {
    this.database = database;
    this.flush = flush;
    var columns = columns(database.dialect());
    one = "select " + columns + ", " + LONG + " from _function_calls where id = ?";
    many = "select " + columns + ", " + NONE + " from _function_calls where ";
  }

  /** The call with this id, whole. */
  public Optional<CallRecord> find(UUID id) {
    flush.run();
    return database.read(sql -> sql.first(one, CallReader::read, id));
  }

  /**
   * Calls that the filter lets through, newest first, without what may be long.
   *
   * @param limit 0 to 1000
   * @param before the last call of the page before this one; null for the first page
   * @param total whether to count
   */
  public Page list(
      CallFilter filter, int limit, long offset, @Nullable UUID before, boolean total) {
    flush.run();
    var all = filter.where();
    var page = before == null ? all : all.and("id < ?", before);
    return database.read(sql -> {
      var calls = sql.list(text(page), CallReader::read, page.with(limit + 1, offset));
      long count =
          total
              ? sql.number("select count(*) from _function_calls where " + all.text(), all.with())
              : -1;
      boolean more = calls.size() > limit;
      var shown = more ? calls.subList(0, limit) : calls;
      return new Page(shown, count, more && limit > 0 ? shown.getLast().id() : null);
    });
  }

  /** The statement that reads a page. */
  String text(Where where) {
    return many + where.text() + " order by id desc limit ? offset ?";
  }

  private static String columns(Dialect dialect) {
    return String.join(
        ", ",
        "function_name, status, trigger_type, version, request_id, duration_micros",
        "error_type, error_message, error_code",
        id(dialect, "id"),
        id(dialect, "trigger_id"),
        id(dialect, "parent_id"),
        id(dialect, "user_id"),
        id(dialect, "version_id"),
        dialect.select(TIMESTAMP, "started_at") + " as started_at",
        dialect.select(TIMESTAMP, "finished_at") + " as finished_at");
  }

  private static String id(Dialect dialect, String column) {
    // Sorting goes by the column, not by this text.
    return dialect.select(UUID, column) + " as " + column + "_text";
  }

  private static CallRecord read(Row row) {
    return new CallRecord(
        row.uuid("id_text"),
        row.text("function_name"),
        Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
        Trigger.valueOf(row.text("trigger_type").toUpperCase(Locale.ROOT)),
        uuid(row, "trigger_id_text"),
        uuid(row, "parent_id_text"),
        uuid(row, "user_id_text"),
        uuid(row, "version_id_text"),
        row.text("version"),
        row.text("request_id"),
        row.instant("started_at"),
        row.instantOrNull("finished_at"),
        row.integer("duration_micros"),
        row.textOrNull("error_type"),
        row.textOrNull("error_message"),
        row.textOrNull("error_code"),
        Texts.bytes(row.textOrNull("error_details")),
        row.textOrNull("trace"),
        Texts.bytes(row.textOrNull("input")),
        Texts.bytes(row.textOrNull("output")));
  }

  private static @Nullable UUID uuid(Row row, String column) {
    var text = row.textOrNull(column);
    return text == null ? null : java.util.UUID.fromString(text);
  }
}
