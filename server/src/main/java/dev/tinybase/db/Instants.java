package dev.tinybase.db;

import dev.tinybase.json.InstantText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as the product keeps and shows them: UTC, in microseconds, of the years 0 to 9999. */
public final class Instants {
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Instants() {}

  /** The text of an instant: {@code 2026-11-22T22:18:10.123456Z}. */
  public static String text(Instant instant) {
    return InstantText.of(toMicros(instant));
  }

  /** The instant without what is finer than a microsecond, as both databases keep it. */
  public static Instant micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  /** The microseconds since 1970, as SQLite keeps an instant. */
  public static long toMicros(Instant instant) {
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw new IllegalArgumentException("an instant beyond the years 0 to 9999: " + instant);
    }
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  /** The instant of so many microseconds since 1970. */
  public static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }
}
