package dev.tinybase.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Times of a zone's wall clock as instants. */
final class WallClock {
  private WallClock() {}

  /**
   * When the clock shows this: where it does so twice, the first time; where it never does, because
   * it was put forward, the first instant after that.
   */
  static Instant instant(LocalDateTime time, ZoneId zone) {
    var rules = zone.getRules();
    var offsets = rules.getValidOffsets(time);
    return offsets.isEmpty()
        ? rules.getTransition(time).getInstant()
        : time.toInstant(offsets.getFirst());
  }
}
