package dev.tinybase.functions.history;

import static dev.tinybase.db.ColumnType.TIMESTAMP;

import dev.tinybase.db.Database;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.text.Uuids;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds and lists calls, up to what was kept a moment ago. */
public final class CallReader {
  /** A page of a list, newest first; the total is -1 where nobody asked for it. */
  public record Page(List<CallRecord> calls, long total, @Nullable UUID next) {}

  /**
   * Which calls to list; null lets all through.
   *
   * @param jobId the job whose attempts they are
   * @param parentId the call that made them
   * @param since the earliest moment of their coming in
   * @param until the moment before which they came in
   */
  public record Filter(
      @Nullable String functionName,
      @Nullable Status status,
      @Nullable Trigger trigger,
      @Nullable UUID userId,
      @Nullable UUID versionId,
      @Nullable UUID jobId,
      @Nullable UUID parentId,
      @Nullable Instant since,
      @Nullable Instant until) {
    /** Every call. */
    public static final Filter ALL =
        new Filter(null, null, null, null, null, null, null, null, null);

    Where where() {
      var where = Where.ALL;
      if (functionName != null) {
        where = where.and("function_name = ?", functionName);
      }
      if (status != null) {
        // As a constant, so that the index of this status alone is known to serve.
        where = where.and("status = '" + status.word() + "'");
      }
      if (trigger != null) {
        where = where.and("trigger_type = ?", trigger.name().toLowerCase(Locale.ROOT));
      }
      if (userId != null) {
        where = where.and("user_id = ?", userId);
      }
      if (versionId != null) {
        where = where.and("version_id = ?", versionId);
      }
      if (jobId != null) {
        where = where.and("job_id = ?", jobId);
      }
      if (parentId != null) {
        // They come in after it, and no index has the calls by their parents.
        where = where.and("id > ?", parentId).and("parent_id = ?", parentId);
      }
      if (since != null) {
        where = where.and("id >= ?", Uuids.least(since));
      }
      return until == null ? where : where.and("id < ?", Uuids.least(until));
    }
  }

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
  public Page list(Filter filter, int limit, long offset, @Nullable UUID before, boolean total) {
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
        "id, trigger_id, job_id, parent_id, user_id, token_name, version_id",
        dialect.select(TIMESTAMP, "started_at") + " as started_at",
        dialect.select(TIMESTAMP, "finished_at") + " as finished_at");
  }

  private static CallRecord read(Row row) {
    return new CallRecord(
        row.uuid("id"),
        row.text("function_name"),
        Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
        Trigger.valueOf(row.text("trigger_type").toUpperCase(Locale.ROOT)),
        row.uuidOrNull("trigger_id"),
        row.uuidOrNull("job_id"),
        row.uuidOrNull("parent_id"),
        row.uuidOrNull("user_id"),
        row.textOrNull("token_name"),
        row.uuidOrNull("version_id"),
        row.text("version"),
        row.text("request_id"),
        null,
        row.instant("started_at"),
        row.instantOrNull("finished_at"),
        row.integer("duration_micros"),
        row.textOrNull("error_type"),
        row.textOrNull("error_message"),
        row.textOrNull("error_code"),
        CallTable.bytes(row.textOrNull("error_details")),
        row.textOrNull("trace"),
        CallTable.bytes(row.textOrNull("input")),
        CallTable.bytes(row.textOrNull("output")));
  }
}
