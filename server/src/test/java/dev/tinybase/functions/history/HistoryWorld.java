package dev.tinybase.functions.history;

import dev.tinybase.auth.TestClock;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A history on a fresh database, with a clock to move, and calls to put into it. */
final class HistoryWorld implements AutoCloseable {
  static final String HASH = "0123456789abcdef";

  final TestClock clock = new TestClock();
  final CallRecord.Ids ids = new CallRecord.Ids(clock);
  final Settings settings;
  final Database database;
  final ChangeLog changes;
  final History history;

  HistoryWorld(Engine engine, Map<String, String> configured) {
    settings = Settings.with(configured);
    database = engine.fresh();
    changes = new ChangeLog(database, clock);
    history = new History(settings, database, changes, clock);
  }

  HistoryWorld(Engine engine) {
    this(engine, Map.of());
  }

  CallRecord running(String function) {
    return call(function, Status.RUNNING, 0, null);
  }

  CallRecord succeeded(String function, long micros) {
    return call(function, Status.SUCCEEDED, micros, null);
  }

  CallRecord failed(String function, String type) {
    return call(function, Status.FAILED, 1000, type);
  }

  CallRecord call(String function, Status status, long micros, @Nullable String errorType) {
    var now = clock.instant();
    boolean ended = status != Status.RUNNING;
    return new CallRecord(
        ids.next(),
        function,
        status,
        Trigger.MANUAL,
        null,
        null,
        null,
        null,
        null,
        null,
        HASH,
        "request",
        null,
        now,
        ended ? now.plusNanos(micros * 1000) : null,
        micros,
        errorType,
        errorType == null ? null : "It did not work",
        null,
        null,
        null,
        null,
        null);
  }

  /** The same call with an end. */
  static CallRecord ended(CallRecord call, Status status) {
    return new CallRecord(
        call.id(),
        call.functionName(),
        status,
        call.trigger(),
        call.triggerId(),
        call.jobId(),
        call.parentId(),
        call.userId(),
        call.tokenName(),
        call.versionId(),
        call.versionHash(),
        call.requestId(),
        null,
        call.startedAt(),
        call.startedAt().plusMillis(5),
        5000,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Keeps a call as asynchronous ones are kept, in a transaction. */
  void keep(CallRecord call) {
    database.write(sql -> {
      history.write(sql, call);
      return true;
    });
  }

  void advance(Duration time) {
    clock.advance(time);
  }

  CallRecord find(UUID id) {
    return history.calls().find(id).orElseThrow();
  }

  long count(String table) {
    return database.read(sql -> sql.number("select count(*) from " + table));
  }

  @Override
  public void close() {
    history.close();
    database.close();
  }
}
