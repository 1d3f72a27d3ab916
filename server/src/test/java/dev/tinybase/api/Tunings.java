package dev.tinybase.api;

import dev.tinybase.http.Tuning;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A tuning with some of its values changed. */
final class Tunings {
  private Tunings() {}

  static Tuning clock(Tuning t, Clock clock) {
    return new Tuning(
        clock, t.nanos(), t.idle(), t.heartbeat(), t.linger(), t.mostActive(), t.bodyBytes());
  }

  static Tuning nanos(Tuning t, LongSupplier nanos) {
    return new Tuning(
        t.clock(), nanos, t.idle(), t.heartbeat(), t.linger(), t.mostActive(), t.bodyBytes());
  }

  static Tuning waits(Tuning t, Duration idle, Duration linger) {
    return new Tuning(
        t.clock(), t.nanos(), idle, t.heartbeat(), linger, t.mostActive(), t.bodyBytes());
  }

  static Tuning bounds(Tuning t, int active, long bytes) {
    return new Tuning(t.clock(), t.nanos(), t.idle(), t.heartbeat(), t.linger(), active, bytes);
  }

  static Tuning heartbeat(Tuning t, Duration silence) {
    return new Tuning(
        t.clock(), t.nanos(), t.idle(), silence, t.linger(), t.mostActive(), t.bodyBytes());
  }
}
