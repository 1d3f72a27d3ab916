package dev.tinybase.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads days (ISO 8601) and instants (RFC 3339). Written by hand, because the formatters of the JDK
 * cost several times as much on the way of every record.
 */
final class TimeParser {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private TimeParser() {}

  /** A day from year 1 to 9999; null when the text is none. */
  static @Nullable LocalDate date(String text) {
    return text.length() == 10 ? day(text) : null;
  }

  /**
   * An instant cut to microseconds; null when the text is none or outside the years 1 to 9999.
   *
   * @param lenient whether seconds, the offset (then UTC) or the whole time (then midnight) may be
   *     missing
   */
  static @Nullable Instant instant(String text, boolean lenient) {
    if (lenient && text.length() >= 16 && (text.length() == 16 || text.charAt(16) != ':')) {
      return withSeconds(text.substring(0, 16) + ":00" + text.substring(16), true);
    }
    return withSeconds(text, lenient);
  }

  private static @Nullable Instant withSeconds(String text, boolean lenient) {
    var day = text.length() < 10 || text.length() > 64 ? null : day(text);
    if (day == null) {
      return null;
    }
    if (lenient && text.length() == 10) {
      return Instant.ofEpochSecond(day.toEpochDay() * 86_400);
    }
    int seconds = timeOfDay(text);
    if (seconds < 0) {
      return null;
    }
    int end = fractionEnd(text);
    int offset = offset(text, end, lenient);
    if (end < 0 || offset == Integer.MIN_VALUE) {
      return null;
    }
    var instant =
        Instant.ofEpochSecond(
            day.toEpochDay() * 86_400 + seconds - offset, micros(text, end) * 1_000L);
    return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : instant;
  }

  private static @Nullable LocalDate day(String text) {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    if (text.charAt(4) != '-' || text.charAt(7) != '-' || year < 1 || month < 1 || day < 1) {
      return null;
    }
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException _) {
      return null;
    }
  }

  /** The seconds since midnight of {@code Thh:mm:ss}; -1 when malformed. */
  private static int timeOfDay(String text) {
    if (text.length() < 19
        || "Tt ".indexOf(text.charAt(10)) < 0
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return -1;
    }
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    boolean valid =
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    return valid ? (hour * 60 + minute) * 60 + second : -1;
  }

  /** Where the fraction of a second ends; -1 for a point without digits. */
  private static int fractionEnd(String text) {
    if (text.length() == 19 || text.charAt(19) != '.') {
      return 19;
    }
    int end = 20;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end == 20 ? -1 : end;
  }

  private static int micros(String text, int end) {
    int micros = 0;
    for (int i = 20; i < 26; i++) {
      micros = micros * 10 + (i < end ? text.charAt(i) - '0' : 0);
    }
    return micros;
  }

  /** The offset from UTC in seconds; {@link Integer#MIN_VALUE} when malformed. */
  private static int offset(String text, int at, boolean lenient) {
    int rest = text.length() - at;
    if (at < 0 || (rest == 0 && !lenient)) {
      return Integer.MIN_VALUE;
    }
    if (rest == 0 || (rest == 1 && "Zz".indexOf(text.charAt(at)) >= 0)) {
      return 0;
    }
    if (rest != 6 || "+-".indexOf(text.charAt(at)) < 0 || text.charAt(at + 3) != ':') {
      return Integer.MIN_VALUE;
    }
    int hours = digits(text, at + 1, at + 3);
    int minutes = digits(text, at + 4, at + 6);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int seconds = (hours * 60 + minutes) * 60;
    return text.charAt(at) == '-' ? -seconds : seconds;
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
