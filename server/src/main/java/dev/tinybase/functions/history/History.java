package dev.tinybase.functions.history;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything about the records of calls, wired. Close it before the database. */
public final class History implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(History.class);
  private static final int SWEEP_SECONDS = 60;

  private final Instant opened;
  private final CallWriter writer;
  private final CallMeter meter = new CallMeter();
  private final CallReader calls;
  private final LogReader lines;
  private final CallMetrics metrics;
  private final CallLog log;
  private final Abandoned abandoned;
  private final Retention retention;
  private @Nullable ScheduledExecutorService timer; // guarded by this

  public History(Settings settings, Database database, Clock clock) {
    opened = clock.instant();
    var node = NodeName.of(settings.server().port());
    writer = new CallWriter(new CallStore(database, node)::write, database::inTransaction);
    calls = new CallReader(database, writer::flush);
    lines = new LogReader(database, writer::flush);
    metrics = new CallMetrics(database, clock, writer::flush);
    log = new DatabaseCallLog(writer, calls, meter);
    abandoned = new Abandoned(database, clock, node);
    retention = new Retention(database, settings.functions(), clock, meter::total);
  }

  /** Takes down what calls do. */
  public CallLog log() {
    return log;
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

  /** For a server: ends the calls that its former life left running, and sweeps each minute. */
  public synchronized void start() {
    int ended = abandoned.endEarlierThan(opened);
    if (ended > 0) {
      LOG.warn("{} calls were running when the server stopped; they count as failed", ended);
    }
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

  /** Deletes calls that are too old or too many, and ends those that nobody runs any more. */
  public void sweep() {
    int overdue = abandoned.endOverdue();
    if (overdue > 0) {
      LOG.warn("{} calls have not ended in time and count as failed", overdue);
    }
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
