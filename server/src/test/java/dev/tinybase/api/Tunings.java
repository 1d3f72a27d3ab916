package dev.tinybase.api;

import dev.tinybase.http.Tuning;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A tuning with some of its values changed. */
final class Tunings {
  private Tunings() {}

  static Tuning clock(Tuning t, Clock clock) {
    return of(t, clock, t.nanos(), t.idle(), t.heartbeat(), t.linger());
  }

  static Tuning nanos(Tuning t, LongSupplier nanos) {
    return of(t, t.clock(), nanos, t.idle(), t.heartbeat(), t.linger());
  }

  static Tuning waits(Tuning t, Duration idle, Duration linger) {
    return of(t, t.clock(), t.nanos(), idle, t.heartbeat(), linger);
  }

  static Tuning heartbeat(Tuning t, Duration silence) {
    return of(t, t.clock(), t.nanos(), t.idle(), silence, t.linger());
  }

  private static Tuning of(
      Tuning t, Clock clock, LongSupplier nanos, Duration idle, Duration beat, Duration linger) {
    return new Tuning(
        clock, nanos, idle, beat, linger, t.mostActive(), t.bodyBytes(), t.replyBytes());
  }

  static Tuning bounds(Tuning t, int active, long bytes) {
    return new Tuning(
        t.clock(), t.nanos(), t.idle(), t.heartbeat(), t.linger(), active, bytes, bytes);
  }
}
