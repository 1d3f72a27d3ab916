package dev.tinybase.functions.history;

import dev.tinybase.db.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How log lines come into their table. */
final class LogTable {
  private static final int MOST_MESSAGE = 8_000;
  private static final int ROWS = 25;
  private static final String ONE = insert(1);
  private static final String MANY = insert(ROWS);

  private LogTable() {}

  /**
   * Puts lines in. The row of the counter is locked until the commit: whoever has seen a number has
   * seen all that are less.
   */
  static void add(Sql sql, List<BatchQueue.Entry.Line> lines) {
    sql.update(
        "update _meta set value = cast(cast(value as bigint) + ? as text)"
            + " where key = 'function_log_seq'",
        lines.size());
    long last =
        sql.number("select cast(value as bigint) from _meta where key = 'function_log_seq'");
    long seq = last - lines.size();
    int from = 0;
    for (; from + ROWS <= lines.size(); from += ROWS) {
      sql.update(MANY, values(seq + from, lines.subList(from, from + ROWS)));
    }
    for (; from < lines.size(); from++) {
      sql.update(ONE, values(seq + from, lines.subList(from, from + 1)));
    }
  }

  private static @Nullable Object[] values(long before, List<BatchQueue.Entry.Line> lines) {
    var values = new ArrayList<@Nullable Object>(lines.size() * 6);
    long seq = before;
    for (var entry : lines) {
      Collections.addAll(
          values,
          ++seq,
          entry.callId(),
          entry.function(),
          entry.line().at(),
          entry.line().level().name().toLowerCase(Locale.ROOT),
          CallTable.clean(entry.line().message(), MOST_MESSAGE));
    }
    return values.toArray();
  }

  private static String insert(int rows) {
    return "insert into _function_logs (seq, call_id, function_name, at, level, message) values "
        + String.join(", ", Collections.nCopies(rows, "(?, ?, ?, ?, ?, ?)"));
  }
}
