package dev.tinybase.functions.history;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.functions.host.LogLine;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything about the records of calls, wired. Close it before the database. */
public final class History implements CallLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(History.class);
  private static final int SWEEP_SECONDS = 60;

  private final CallWriter writer;
  private final CallMeter meter = new CallMeter();
  private final CallReader calls;
  private final LogReader lines;
  private final CallMetrics metrics;
  private final Retention retention;
  private @Nullable ScheduledExecutorService timer; // guarded by this

  public History(Settings settings, Database database, Clock clock) {
    writer =
        new CallWriter(
            batch ->
                database.write(sql -> {
                  CallTable.write(sql, batch);
                  return true;
                }),
            database::inTransaction);
    calls = new CallReader(database, writer::flush);
    lines = new LogReader(database, writer::flush);
    metrics = new CallMetrics(database, clock, writer::flush);
    retention = new Retention(database, settings.functions(), clock, meter::total);
  }

  @Override
  public void finished(CallRecord call) {
    meter.record(call);
    writer.keep(new BatchQueue.Entry.Finished(call));
  }

  @Override
  public void write(Sql sql, CallRecord call) {
    CallTable.write(sql, Set.of(call));
  }

  @Override
  public void counted(CallRecord call) {
    meter.record(call);
  }

  @Override
  public void line(UUID callId, String function, LogLine line) {
    writer.keep(new BatchQueue.Entry.Line(callId, function, line));
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

  /** Counts of this process. */
  public CallMeter meter() {
    return meter;
  }

  /** Entries that wait to be written. */
  public int waiting() {
    return writer.waiting();
  }

  /** Entries that could not be written. */
  public long lost() {
    return writer.lost();
  }

  /** For a server: sweeps each minute. */
  public synchronized void start() {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("call-retention").daemon().factory());
    var _ =
        timer.scheduleWithFixedDelay(
            this::trySweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  private void trySweep() {
    try {
      sweep();
    } catch (RuntimeException e) {
      LOG.warn("Old records of calls could not be deleted now: {}", e.getMessage());
    }
  }

  /** Deletes calls that are too old or too many. */
  public void sweep() {
    retention.sweep();
  }

  /** Writes what waits. */
  @Override
  public synchronized void close() {
    if (timer != null) {
      timer.shutdownNow();
      timer.close();
    }
    writer.close();
  }
}
