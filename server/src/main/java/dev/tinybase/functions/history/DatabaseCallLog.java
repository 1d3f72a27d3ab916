package dev.tinybase.functions.history;

import dev.tinybase.functions.host.LogLine;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Counts what happened and hands it to the writer. */
final class DatabaseCallLog implements CallLog {
  private final CallWriter writer;
  private final CallReader reader;
  private final CallMeter meter;

  DatabaseCallLog(CallWriter writer, CallReader reader, CallMeter meter) {
    this.writer = writer;
    this.reader = reader;
    this.meter = meter;
  }

  @Override
  public void started(CallRecord call, Instant deadline) {
    writer.keep(new Entry.Started(call, deadline));
  }

  @Override
  public void finished(CallRecord call) {
    meter.record(call);
    writer.keep(new Entry.Finished(call));
  }

  @Override
  public void line(UUID callId, String function, LogLine line) {
    writer.keep(new Entry.Line(callId, function, line));
  }

  @Override
  public Optional<CallRecord> find(UUID id) {
    return reader.find(id);
  }

  @Override
  public void flush() {
    writer.flush();
  }
}
