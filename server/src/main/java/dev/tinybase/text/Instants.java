package dev.tinybase.text;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants as the product keeps and shows them: UTC, in microseconds, of the years 0 to 9999. Their
 * one form is an RFC 3339 time, sortable as text: {@code 2026-11-22T22:18:10.123456Z}.
 */
public final class Instants {
  /** How many characters the text has. */
  public static final int LENGTH = 27;

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int DAYS_PER_ERA = 146_097; // 400 years

  /** From 0000-03-01 to 1970-01-01: years that begin in March end with their leap day. */
  private static final int DAYS_TO_EPOCH = 719_468;

  private Instants() {}

  /** The text of an instant: {@code 2026-11-22T22:18:10.123456Z}. */
  public static String text(Instant instant) {
    var out = new byte[LENGTH];
    write(toMicros(instant), out, 0);
    return new String(out, StandardCharsets.ISO_8859_1);
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

  /** Writes the text of so many microseconds since 1970 at a place of an array that has room. */
  public static void write(long micros, byte[] out, int at) {
    writeDate((int) Math.floorDiv(micros, MICROS_PER_DAY) + DAYS_TO_EPOCH, out, at);
    long ofDay = Math.floorMod(micros, MICROS_PER_DAY);
    int second = (int) (ofDay / 1_000_000);
    int micro = (int) (ofDay % 1_000_000);
    out[at + 10] = 'T';
    two(second / 3600, out, at + 11);
    out[at + 13] = ':';
    two(second / 60 % 60, out, at + 14);
    out[at + 16] = ':';
    two(second % 60, out, at + 17);
    out[at + 19] = '.';
    two(micro / 10_000, out, at + 20);
    two(micro / 100 % 100, out, at + 22);
    two(micro % 100, out, at + 24);
    out[at + 26] = 'Z';
  }

  /** The calendar day of a number of days since 0000-03-01, without an object of java.time. */
  private static void writeDate(int days, byte[] out, int at) {
    int era = Math.floorDiv(days, DAYS_PER_ERA);
    int ofEra = Math.floorMod(days, DAYS_PER_ERA);
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * ofYear + 2) / 153;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    int year = yearOfEra + 400 * era + (month <= 2 ? 1 : 0);
    two(year / 100, out, at);
    two(year % 100, out, at + 2);
    out[at + 4] = '-';
    two(month, out, at + 5);
    out[at + 7] = '-';
    two(ofYear - (153 * monthFromMarch + 2) / 5 + 1, out, at + 8);
  }

  private static void two(int value, byte[] out, int at) {
    out[at] = (byte) ('0' + value / 10);
    out[at + 1] = (byte) ('0' + value % 10);
  }
}
