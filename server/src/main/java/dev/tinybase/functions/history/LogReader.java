package dev.tinybase.functions.history;

import static dev.tinybase.db.ColumnType.TIMESTAMP;

import dev.tinybase.db.Database;
import dev.tinybase.db.Row;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.LogLine.Level;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the lines that calls have logged. */
public final class LogReader {
  /** A line with its number, which grows with time. */
  public record Numbered(long seq, UUID callId, String functionName, LogLine line) {}

  /**
   * Which lines to read; null lets all through.
   *
   * @param least the least serious ones
   */
  public record Filter(
      @Nullable String functionName,
      @Nullable Level least,
      @Nullable UUID callId,
      @Nullable Instant since) {}

  private final Database database;
  private final Runnable flush;
  private final String select;

  LogReader(Database database, Runnable flush) {
    this.database = database;
    this.flush = flush;
    var dialect = database.dialect();
    select =
        "select seq, function_name, level, message, call_id, %s as moment from _function_logs"
            .formatted(dialect.select(TIMESTAMP, "at"));
  }

  /** The number of the newest line; 0 where there is none. */
  public long newest() {
    flush.run();
    return database.read(sql -> sql.number("select max(seq) from _function_logs"));
  }

  /** The first lines behind a number, in their order. */
  public List<Numbered> after(long seq, Filter filter, int limit) {
    flush.run();
    var where = where(filter).and("seq > ?", seq);
    return database.read(sql ->
        sql.list(
            select + " where " + where.text() + " order by seq limit ?",
            LogReader::read,
            where.with(limit)));
  }

  /** The last lines, in their order. */
  public List<Numbered> last(Filter filter, int limit) {
    flush.run();
    var where = where(filter);
    return database
        .read(sql ->
            sql.list(
                select + " where " + where.text() + " order by seq desc limit ?",
                LogReader::read,
                where.with(limit)))
        .reversed();
  }

  private static Where where(Filter filter) {
    var where = Where.ALL;
    if (filter.functionName != null) {
      where = where.and("function_name = ?", filter.functionName);
    }
    if (filter.least != null) {
      where = where.and("level in (" + words(filter.least) + ")");
    }
    if (filter.callId != null) {
      where = where.and("call_id = ?", filter.callId);
    }
    return filter.since == null ? where : where.and("at >= ?", filter.since);
  }

  private static String words(Level least) {
    return Stream.of(Level.values())
        .filter(level -> level.compareTo(least) >= 0)
        .map(level -> "'" + level.name().toLowerCase(Locale.ROOT) + "'")
        .collect(Collectors.joining(", "));
  }

  private static Numbered read(Row row) {
    var line =
        new LogLine(
            row.instant("moment"),
            Level.valueOf(row.text("level").toUpperCase(Locale.ROOT)),
            row.text("message"));
    return new Numbered(row.integer("seq"), row.uuid("call_id"), row.text("function_name"), line);
  }
}
