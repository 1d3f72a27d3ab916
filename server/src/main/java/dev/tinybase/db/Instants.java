package dev.tinybase.db;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Instants in the one form of the product: UTC, microseconds, 27 characters, sortable as text. */
public final class Instants {
  private Instants() {}

  /** The text of an instant of the years 0 to 9999: {@code 2026-11-22T22:18:10.123456Z}. */
  public static String text(Instant instant) {
    var time = instant.atOffset(ZoneOffset.UTC);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      throw new IllegalArgumentException("an instant beyond the years 0 to 9999: " + instant);
    }
    var out = new byte[27];
    put(out, 0, 4, time.getYear());
    out[4] = '-';
    put(out, 5, 2, time.getMonthValue());
    out[7] = '-';
    put(out, 8, 2, time.getDayOfMonth());
    out[10] = 'T';
    put(out, 11, 2, time.getHour());
    out[13] = ':';
    put(out, 14, 2, time.getMinute());
    out[16] = ':';
    put(out, 17, 2, time.getSecond());
    out[19] = '.';
    put(out, 20, 6, time.getNano() / 1000);
    out[26] = 'Z';
    return new String(out, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** The instant without what is finer than a microsecond, as both databases keep it. */
  public static Instant micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  private static void put(byte[] out, int at, int digits, int value) {
    int rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
