package dev.tinybase.api;

import dev.tinybase.http.Tuning;
import dev.tinybase.testing.RecordCopy;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/** A tuning with some of its values changed. */
final class Tunings {
  private Tunings() {}

  static Tuning clock(Tuning t, Clock clock) {
    return RecordCopy.with(t, "clock", clock);
  }

  static Tuning nanos(Tuning t, LongSupplier nanos) {
    return RecordCopy.with(t, "nanos", nanos);
  }

  static Tuning waits(Tuning t, Duration idle, Duration linger) {
    return RecordCopy.with(t, Map.of("idle", idle, "linger", linger));
  }

  static Tuning heartbeat(Tuning t, Duration silence) {
    return RecordCopy.with(t, "heartbeat", silence);
  }

  static Tuning bounds(Tuning t, int active, long bytes) {
    return RecordCopy.with(
        t, Map.of("mostActive", active, "bodyBytes", bytes, "replyBytes", bytes));
  }

  static Tuning replies(Tuning t, long bytes) {
    return RecordCopy.with(t, "replyBytes", bytes);
  }
}
