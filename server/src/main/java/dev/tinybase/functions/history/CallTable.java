package dev.tinybase.functions.history;

import dev.tinybase.db.Sql;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.functions.history.LogReader.Numbered;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How calls and the lines of their logs come into their tables, on both databases. */
final class CallTable {
  /** What is written: a call, or something that one has said. */
  sealed interface Entry permits CallRecord, Line, CallEvent {
    /** About how many bytes it takes in memory. */
    int weight();
  }

  /** A line of a call's log. */
  record Line(UUID callId, String function, LogLine line) implements Entry {
    @Override
    public int weight() {
      return 200 + line.message().length();
    }
  }

  private static final String CUT = " [...]";
  private static final int MOST_WORD = 200;
  private static final int MOST_MESSAGE = 10_000;
  private static final int MOST_TRACE = 50_000;
  private static final int MOST_LINE = 8_000;

  /** Rows of a statement: more of them save little. */
  private static final int ROWS = 25;

  /** What every call has. */
  private static final String COMMON =
      "id, function_name, status, trigger_type, user_id, version_id, version, request_id,"
          + " started_at, finished_at, duration_micros";

  /** What most calls lack: to bind nine nulls costs as much as to write the row. */
  private static final String RARE =
      ", token_name, trigger_id, job_id, parent_id, error_type, error_message, error_code, error_details, trace,"
          + " input, output";

  /** What the end of a call says anew of one that was kept when it began. */
  private static final String END =
      Pattern.compile(", ")
          .splitAsStream(
              "status, finished_at, duration_micros, error_type, error_message, error_code,"
                  + " error_details, trace, output")
          .map(column -> column + " = excluded." + column)
          .collect(Collectors.joining(", ", " on conflict (id) do update set ", ""));

  private static final String CALLS = "_function_calls";
  private static final Rows<CallRecord> PLAIN_ROWS =
      new Rows<>(CALLS, COMMON, END, CallTable::addCommon);
  private static final Rows<CallRecord> WHOLE_ROWS =
      new Rows<>(CALLS, COMMON + RARE, END, CallTable::addWhole);
  private static final Rows<Numbered> LINES =
      new Rows<>(
          "_function_logs",
          "seq, call_id, function_name, at, level, message",
          "",
          CallTable::addLine);

  private CallTable() {}

  /** Writes entries, each call but once; what was written before may be written again. */
  static void write(Sql sql, List<Entry> batch) {
    var finished = new LinkedHashMap<UUID, CallRecord>();
    var lines = new ArrayList<Line>();
    for (var entry : batch) {
      switch (entry) {
        case CallRecord call -> finished.put(call.id(), call);
        case Line line -> lines.add(line);
        case CallEvent _ -> {}
      }
    }
    write(sql, finished.values());
    if (!lines.isEmpty()) {
      LINES.write(sql, numbered(sql, lines));
    }
  }

  /** Puts in calls, or ends those that are there; each id but once. */
  static void write(Sql sql, Collection<CallRecord> calls) {
    var byKind = calls.stream().collect(Collectors.partitioningBy(CallTable::isPlain));
    PLAIN_ROWS.write(sql, byKind.getOrDefault(true, List.of()));
    WHOLE_ROWS.write(sql, byKind.getOrDefault(false, List.of()));
  }

  /** Ends a call that has a record already and did not run. */
  static void end(Sql sql, UUID id, CallFailure failure, Instant at) {
    sql.update(
        """
        update _function_calls set status = 'failed', finished_at = ?, duration_micros = 0,
          error_type = ?, error_message = ?, error_code = ?
        where id = ? and status = 'running'\
        """,
        at,
        failure.type(),
        cleanOrNull(failure.message(), MOST_MESSAGE),
        failure.code(),
        id);
  }

  private static boolean isPlain(CallRecord call) {
    return call.status() == Status.SUCCEEDED
        && call.tokenName() == null
        && call.triggerId() == null
        && call.parentId() == null
        && call.input() == null
        && call.output() == null;
  }

  /**
   * Lines with their numbers. The row of the counter is locked until the commit: whoever has seen a
   * number has seen all that are less.
   */
  private static List<Numbered> numbered(Sql sql, List<Line> lines) {
    sql.update(
        "update _meta set value = cast(cast(value as bigint) + ? as text)"
            + " where key = 'function_log_seq'",
        lines.size());
    long last =
        sql.number("select cast(value as bigint) from _meta where key = 'function_log_seq'");
    var numbered = new ArrayList<Numbered>(lines.size());
    for (var line : lines) {
      long seq = last - lines.size() + numbered.size() + 1;
      numbered.add(new Numbered(seq, line.callId(), line.function(), line.line()));
    }
    return numbered;
  }

  /** Statements that put in one row or many, and what gives a row's values. */
  private record Rows<T>(String one, String many, BiConsumer<List<@Nullable Object>, T> binder) {
    Rows(String table, String columns, String end, BiConsumer<List<@Nullable Object>, T> binder) {
      this(insert(table, columns, 1) + end, insert(table, columns, ROWS) + end, binder);
    }

    void write(Sql sql, List<T> rows) {
      int from = 0;
      for (; from + ROWS <= rows.size(); from += ROWS) {
        sql.update(many, values(rows.subList(from, from + ROWS)));
      }
      for (; from < rows.size(); from++) {
        sql.update(one, values(rows.subList(from, from + 1)));
      }
    }

    private @Nullable Object[] values(List<T> rows) {
      var values = new ArrayList<@Nullable Object>(rows.size() * 20);
      rows.forEach(row -> binder.accept(values, row));
      return values.toArray();
    }

    private static String insert(String table, String columns, int rows) {
      var row = "(" + columns.replaceAll("\\w+", "?") + ")";
      return "insert into %s (%s) values %s"
          .formatted(table, columns, String.join(", ", Collections.nCopies(rows, row)));
    }
  }

  private static void addCommon(List<@Nullable Object> values, CallRecord call) {
    Collections.addAll(
        values,
        call.id(),
        call.functionName(),
        call.status().word(),
        call.trigger().name().toLowerCase(Locale.ROOT),
        call.userId(),
        call.versionId(),
        call.versionHash(),
        clean(call.requestId(), MOST_WORD),
        call.startedAt(),
        call.finishedAt(),
        call.status() == Status.RUNNING ? null : call.durationMicros());
  }

  private static void addWhole(List<@Nullable Object> values, CallRecord call) {
    addCommon(values, call);
    Collections.addAll(
        values,
        call.tokenName(),
        call.triggerId(),
        call.jobId(),
        call.parentId(),
        cleanOrNull(call.errorType(), MOST_WORD),
        cleanOrNull(call.errorMessage(), MOST_MESSAGE),
        cleanOrNull(call.errorCode(), MOST_WORD),
        utf8(call.errorDetails()),
        cleanOrNull(call.trace(), MOST_TRACE),
        utf8(call.input()),
        utf8(call.output()));
  }

  private static void addLine(List<@Nullable Object> values, Numbered numbered) {
    Collections.addAll(
        values,
        numbered.seq(),
        numbered.callId(),
        numbered.functionName(),
        numbered.line().at(),
        numbered.line().level().name().toLowerCase(Locale.ROOT),
        clean(numbered.line().message(), MOST_LINE));
  }

  /** The text, cut at a length; without NUL characters, which PostgreSQL refuses. */
  private static String clean(String text, int most) {
    var cut = text.length() <= most ? text : text.substring(0, most) + CUT;
    return cut.indexOf('\0') < 0 ? cut : cut.replace('\0', '\uFFFD');
  }

  private static @Nullable String cleanOrNull(@Nullable String text, int most) {
    return text == null ? null : clean(text, most);
  }

  private static @Nullable String utf8(byte @Nullable [] json) {
    return json == null ? null : new String(json, StandardCharsets.UTF_8);
  }

  static byte @Nullable [] bytes(@Nullable String json) {
    return json == null ? null : json.getBytes(StandardCharsets.UTF_8);
  }
}
