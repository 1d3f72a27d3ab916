package dev.tinybase.functions.history;

import dev.tinybase.db.Sql;
import dev.tinybase.functions.history.CallRecord.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How calls come into their table. */
final class CallTable {
  private static final int MOST_TYPE = 200;
  private static final int MOST_MESSAGE = 10_000;
  private static final int MOST_TRACE = 50_000;

  /** Rows of a statement: more of them save little. */
  private static final int ROWS = 25;

  private static final List<String> IMMUTABLE =
      List.of(
          "id",
          "function_name",
          "trigger_type",
          "trigger_id",
          "parent_id",
          "user_id",
          "version_id",
          "version",
          "request_id",
          "started_at",
          "input");
  private static final List<String> ENDING =
      List.of(
          "status",
          "finished_at",
          "duration_micros",
          "error_type",
          "error_message",
          "error_code",
          "error_details",
          "trace",
          "output");

  private static final int COLUMNS = IMMUTABLE.size() + ENDING.size();
  private static final String FINISH_ONE = finish(1);
  private static final String FINISH_MANY = finish(ROWS);
  private static final String START =
      "insert into _function_calls (%s, status, node, deadline) values (%s) on conflict do nothing"
          .formatted(String.join(", ", IMMUTABLE), places(IMMUTABLE.size() + 3));

  private CallTable() {}

  /** Puts in a call that runs, unless its end is known already. */
  static void start(Sql sql, CallRecord call, String node, Instant deadline) {
    var values = new ArrayList<@Nullable Object>(IMMUTABLE.size() + 3);
    addIdentity(values, call);
    Collections.addAll(values, Status.RUNNING.word(), node, deadline);
    sql.update(START, values.toArray());
  }

  /** Puts in calls that have ended, or ends those that are there; each id but once. */
  static void finish(Sql sql, List<CallRecord> calls) {
    int from = 0;
    for (; from + ROWS <= calls.size(); from += ROWS) {
      sql.update(FINISH_MANY, values(calls.subList(from, from + ROWS)));
    }
    for (; from < calls.size(); from++) {
      sql.update(FINISH_ONE, values(calls.subList(from, from + 1)));
    }
  }

  private static @Nullable Object[] values(List<CallRecord> calls) {
    var values = new ArrayList<@Nullable Object>(calls.size() * COLUMNS);
    for (var call : calls) {
      addIdentity(values, call);
      addEnding(values, call);
    }
    return values.toArray();
  }

  private static void addIdentity(List<@Nullable Object> values, CallRecord call) {
    Collections.addAll(
        values,
        call.id(),
        call.functionName(),
        call.trigger().name().toLowerCase(java.util.Locale.ROOT),
        call.triggerId(),
        call.parentId(),
        call.userId(),
        call.versionId(),
        call.versionHash(),
        Texts.clean(call.requestId(), MOST_TYPE),
        call.startedAt(),
        Texts.utf8(call.input()));
  }

  private static void addEnding(List<@Nullable Object> values, CallRecord call) {
    Collections.addAll(
        values,
        call.status().word(),
        call.finishedAt(),
        call.durationMicros(),
        Texts.cleanOrNull(call.errorType(), MOST_TYPE),
        Texts.cleanOrNull(call.errorMessage(), MOST_MESSAGE),
        Texts.cleanOrNull(call.errorCode(), MOST_TYPE),
        Texts.utf8(call.errorDetails()),
        Texts.cleanOrNull(call.trace(), MOST_TRACE),
        Texts.utf8(call.output()));
  }

  private static String finish(int rows) {
    var row = "(" + places(COLUMNS) + ")";
    return "insert into _function_calls (%s, %s) values %s on conflict (id) do update set %s"
        .formatted(
            String.join(", ", IMMUTABLE),
            String.join(", ", ENDING),
            String.join(", ", Collections.nCopies(rows, row)),
            ENDING.stream()
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", ")));
  }

  private static String places(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
