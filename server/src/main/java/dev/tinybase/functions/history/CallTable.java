package dev.tinybase.functions.history;

import dev.tinybase.db.Sql;
import dev.tinybase.functions.history.BatchQueue.Entry;
import dev.tinybase.functions.history.CallRecord.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How calls come into their table, in the form that both databases take. */
final class CallTable {
  private static final String CUT = " [...]";
  private static final int MOST_WORD = 200;
  private static final int MOST_MESSAGE = 10_000;
  private static final int MOST_TRACE = 50_000;

  /** Rows of a statement: more of them save little. */
  private static final int ROWS = 25;

  /** What every call has. */
  private static final List<String> COMMON =
      List.of(
          "id",
          "function_name",
          "status",
          "trigger_type",
          "user_id",
          "version_id",
          "version",
          "request_id",
          "started_at",
          "finished_at",
          "duration_micros");

  /** What most calls lack: to bind nine nulls costs as much as to write the row. */
  private static final List<String> RARE =
      List.of(
          "trigger_id",
          "parent_id",
          "error_type",
          "error_message",
          "error_code",
          "error_details",
          "trace",
          "input",
          "output");

  /** What the end of a call says anew of one that was kept when it began. */
  private static final String END =
      Stream.of(
              "status",
              "finished_at",
              "duration_micros",
              "error_type",
              "error_message",
              "error_code",
              "error_details",
              "trace",
              "output")
          .map(column -> column + " = excluded." + column)
          .collect(Collectors.joining(", ", " on conflict (id) do update set ", ""));

  private static final List<String> WHOLE = Stream.concat(COMMON.stream(), RARE.stream()).toList();
  private static final Statements PLAIN_ROWS = new Statements(COMMON);
  private static final Statements WHOLE_ROWS = new Statements(WHOLE);

  private CallTable() {}

  /** Writes entries, each call but once; what was written before may be written again. */
  static void write(Sql sql, List<Entry> batch) {
    var finished = new LinkedHashMap<UUID, CallRecord>();
    var lines = new ArrayList<Entry.Line>();
    for (var entry : batch) {
      switch (entry) {
        case Entry.Finished end -> finished.put(end.call().id(), end.call());
        case Entry.Line line -> lines.add(line);
      }
    }
    write(sql, List.copyOf(finished.values()));
    if (!lines.isEmpty()) {
      LogTable.add(sql, lines);
    }
  }

  /** Puts in calls, or ends those that are there; each id but once. */
  static void write(Sql sql, Collection<CallRecord> calls) {
    var byKind = calls.stream().collect(Collectors.partitioningBy(CallTable::isPlain));
    PLAIN_ROWS.run(sql, byKind.getOrDefault(true, List.of()), false);
    WHOLE_ROWS.run(sql, byKind.getOrDefault(false, List.of()), true);
  }

  private static boolean isPlain(CallRecord call) {
    return call.status() == Status.SUCCEEDED
        && call.triggerId() == null
        && call.parentId() == null
        && call.input() == null
        && call.output() == null;
  }

  /** Statements that put in one row or many. */
  private record Statements(String one, String many) {
    Statements(List<String> columns) {
      this(insert(columns, 1) + END, insert(columns, ROWS) + END);
    }

    void run(Sql sql, List<CallRecord> calls, boolean whole) {
      int from = 0;
      for (; from + ROWS <= calls.size(); from += ROWS) {
        sql.update(many, values(calls.subList(from, from + ROWS), whole));
      }
      for (; from < calls.size(); from++) {
        sql.update(one, values(calls.subList(from, from + 1), whole));
      }
    }
  }

  private static String insert(List<String> columns, int rows) {
    var row = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    return "insert into _function_calls (%s) values %s"
        .formatted(String.join(", ", columns), String.join(", ", Collections.nCopies(rows, row)));
  }

  private static @Nullable Object[] values(List<CallRecord> calls, boolean whole) {
    var values = new ArrayList<@Nullable Object>(calls.size() * WHOLE.size());
    for (var call : calls) {
      addCommon(values, call);
      if (whole) {
        addRare(values, call);
      }
    }
    return values.toArray();
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

  private static void addRare(List<@Nullable Object> values, CallRecord call) {
    Collections.addAll(
        values,
        call.triggerId(),
        call.parentId(),
        cleanOrNull(call.errorType(), MOST_WORD),
        cleanOrNull(call.errorMessage(), MOST_MESSAGE),
        cleanOrNull(call.errorCode(), MOST_WORD),
        utf8(call.errorDetails()),
        cleanOrNull(call.trace(), MOST_TRACE),
        utf8(call.input()),
        utf8(call.output()));
  }

  /** The text, cut at a length; without NUL characters, which PostgreSQL refuses. */
  static String clean(String text, int most) {
    var cut = text.length() <= most ? text : text.substring(0, most) + CUT;
    return cut.indexOf('\0') < 0 ? cut : cut.replace('\0', '\uFFFD');
  }

  static @Nullable String cleanOrNull(@Nullable String text, int most) {
    return text == null ? null : clean(text, most);
  }

  static @Nullable String utf8(byte @Nullable [] json) {
    return json == null ? null : new String(json, StandardCharsets.UTF_8);
  }

  static byte @Nullable [] bytes(@Nullable String json) {
    return json == null ? null : json.getBytes(StandardCharsets.UTF_8);
  }
}
