package dev.tinybase.records;

import dev.tinybase.db.Instants;
import java.time.Instant;
import java.time.InstantSource;

/** The times of records: UTC, in microseconds, never running backwards for a record. */
final class Timestamps {
  private Timestamps() {}

  /** Now. */
  static Instant now(InstantSource clock) {
    return Instants.micros(clock.instant());
  }

  /** Now, but never before an earlier change, whatever happened to the clock. */
  static Instant after(Instant earlier, InstantSource clock) {
    var now = now(clock);
    return now.isBefore(earlier) ? earlier : now;
  }
}
