package dev.tinybase.records;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The times of records: UTC, in microseconds, always written with six digits of a fraction. */
final class Timestamps {
  private static final int LENGTH = "2026-11-22T22:18:10.123456Z".length();

  private Timestamps() {}

  /** Now, cut to what the databases keep. */
  static Instant now(InstantSource clock) {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Now, but never before an earlier change, whatever happened to the clock. */
  static Instant after(Instant earlier, InstantSource clock) {
    var now = now(clock);
    return now.isBefore(earlier) ? earlier : now;
  }

  /** For example {@code 2026-11-22T22:18:10.123456Z}; years 0 to 9999. */
  static String text(Instant instant) {
    var time =
        LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
    var text = new char[LENGTH];
    digits(text, 0, 4, time.getYear());
    text[4] = '-';
    digits(text, 5, 2, time.getMonthValue());
    text[7] = '-';
    digits(text, 8, 2, time.getDayOfMonth());
    text[10] = 'T';
    digits(text, 11, 2, time.getHour());
    text[13] = ':';
    digits(text, 14, 2, time.getMinute());
    text[16] = ':';
    digits(text, 17, 2, time.getSecond());
    text[19] = '.';
    digits(text, 20, 6, time.getNano() / 1000);
    text[26] = 'Z';
    return new String(text);
  }

  private static void digits(char[] text, int at, int count, int number) {
    int rest = number;
    for (int i = at + count - 1; i >= at; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
