package dev.tinybase.functions.history;

import dev.tinybase.changes.Change;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.metrics.Histogram;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Everything about the records of calls, wired. Close it before the database. */
public final class History implements CallLog, AutoCloseable {
  /** The ended calls of a function. */
  public record Times(String functionName, Histogram succeeded, Histogram failed) {
    Times(String functionName) {
      this(functionName, new Histogram(BOUNDS), new Histogram(BOUNDS));
    }
  }

  private static final List<Double> BOUNDS =
      List.of(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0);

  /** Functions beyond these are counted together, so that the figures stay few. */
  private static final int MOST = 500;

  private static final String OTHERS = "_others";

  private final ChangeLog changes;
  private final CallWriter writer;
  private final Map<String, Times> times = new ConcurrentHashMap<>();
  private final CallReader calls;
  private final LogReader lines;
  private final CallMetrics metrics;
  private final Retention retention;

  /**
   * The records of a database.
   *
   * @param changes gets the beginnings and the ends of calls, where somebody listens
   */
  public History(Settings settings, Database database, ChangeLog changes, Clock clock) {
    this.changes = changes;
    writer =
        new CallWriter(
            batch ->
                database.write(sql -> {
                  CallTable.write(sql, batch);
                  append(sql, batch);
                  return true;
                }),
            database::inTransaction);
    calls = new CallReader(database, writer::flush);
    lines = new LogReader(database, writer::flush);
    metrics = new CallMetrics(database, clock, writer::flush);
    retention = new Retention(database, settings.functions(), clock, this::total);
  }

  private void append(Sql sql, List<CallTable.Entry> batch) {
    var events = new ArrayList<Change>(0);
    for (var entry : batch) {
      if (entry instanceof CallEvent(var change)) {
        events.add(change);
      }
    }
    if (!events.isEmpty()) {
      changes.append(sql, events);
    }
  }

  @Override
  public void begun(Supplier<CallRecord> call) {
    if (changes.isWanted(Change.CALL_BEGUN)) {
      writer.keep(CallEvent.begun(call.get()));
    }
  }

  @Override
  public void finished(CallRecord call) {
    count(call);
    writer.keep(call);
    if (changes.isWanted(Change.CALL_ENDED)) {
      writer.keep(CallEvent.ended(call));
    }
  }

  @Override
  public void write(Sql sql, CallRecord call) {
    CallTable.write(sql, Set.of(call));
    if (CallEvent.isEnd(call) && changes.isWanted(Change.CALL_ENDED)) {
      changes.append(sql, List.of(CallEvent.ended(call).change()));
    }
  }

  @Override
  public void end(Sql sql, UUID id, CallFailure failure, Instant at) {
    CallTable.end(sql, id, failure, at);
  }

  @Override
  public void counted(CallRecord call) {
    count(call);
  }

  @Override
  public void line(UUID callId, String function, LogLine line) {
    writer.keep(new CallTable.Line(callId, function, line));
  }

  @Override
  public Optional<CallRecord> find(UUID id) {
    return calls.find(id);
  }

  @Override
  public void flush() {
    writer.flush();
  }

  public CallReader calls() {
    return calls;
  }

  public LogReader lines() {
    return lines;
  }

  public CallMetrics metrics() {
    return metrics;
  }

  /** The ended calls of this process by function, since its start. */
  public List<Times> times() {
    return List.copyOf(times.values());
  }

  private void count(CallRecord call) {
    var known = times.get(call.functionName());
    var counted = known != null ? known : add(call.functionName());
    var histogram = call.status() == Status.SUCCEEDED ? counted.succeeded : counted.failed;
    histogram.record(call.durationMicros() * 1000);
  }

  private Times add(String functionName) {
    var name = times.size() < MOST ? functionName : OTHERS;
    return times.computeIfAbsent(name, Times::new);
  }

  private long total() {
    return times.values().stream()
        .flatMap(each -> List.of(each.succeeded, each.failed).stream())
        .mapToLong(Histogram::count)
        .sum();
  }

  /** Entries that wait to be written. */
  public int waiting() {
    return writer.waiting();
  }

  /** Entries that could not be written. */
  public long lost() {
    return writer.lost();
  }

  /** Deletes calls that are too old or too many, with their log lines, and tells how many calls. */
  public long removeOld() {
    return retention.sweep();
  }

  /** Writes what waits. */
  @Override
  public void close() {
    writer.close();
  }
}
