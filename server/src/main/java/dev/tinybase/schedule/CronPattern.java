package dev.tinybase.schedule;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.text.Texts;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The times that a cron text names, on a clock that is never changed. Five fields: minute, hour,
 * day of the month, month, day of the week; or six, with the second before them. Each has values,
 * ranges, which may pass the end ({@code 22-2}), steps and lists; months and days of the week have
 * names; a day may be {@code L}, {@code L-3}, {@code 15W}, {@code LW}, {@code FRIL}, {@code MON#3}.
 */
public final class CronPattern {
  /** A text that is no pattern, told with the field. */
  public static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1;

    Invalid(String message) {
      super(message, null, false, false);
    }

    /** What is wrong, in words that follow a colon. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  private static final int LONGEST = 200;

  /** The fifth Monday of a February is 40 years after the one before, where 2100 lies between. */
  private static final int MOST_MONTHS = 50 * 12;

  private final String text;
  final CronField second;
  final CronField minute;
  final CronField hour;
  final CronDays days;
  final CronField month;

  private CronPattern(String text, String[] fields) {
    this.text = text;
    int at = fields.length - 5;
    second = CronField.parse(CronField.Unit.SECOND, at == 0 ? "0" : times(fields[0], "second"));
    minute = CronField.parse(CronField.Unit.MINUTE, times(fields[at], "minute"));
    hour = CronField.parse(CronField.Unit.HOUR, times(fields[at + 1], "hour"));
    days = CronDays.parse(fields[at + 2], fields[at + 4]);
    month = CronField.parse(CronField.Unit.MONTH, times(fields[at + 3], "month"));
  }

  private static String times(String field, String title) {
    if (field.contains("?")) {
      throw new Invalid(title + ": ? stands for days only; write * for every " + title);
    }
    return field;
  }

  /**
   * Reads a text.
   *
   * @throws Invalid when it is no pattern, or one that never comes, such as the 30th of February
   */
  public static CronPattern parse(String text) {
    if (text.length() > LONGEST) {
      throw new Invalid("more than " + LONGEST + " characters");
    }
    var fields = expand(text.strip()).split("\\s+");
    if (fields.length != 5 && fields.length != 6) {
      throw new Invalid(
          "'%s' has %d fields instead of 5 (minute, hour, day of the month, month, day of the week)"
                  .formatted(Texts.abbreviate(text), text.isBlank() ? 0 : fields.length)
              + " or 6 (the second before them)");
    }
    var pattern = new CronPattern(text, fields);
    if (pattern.next(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
      throw new Invalid("'" + text + "' never comes: no month has such a day");
    }
    return pattern;
  }

  private static String expand(String text) {
    if (!text.startsWith("@")) {
      return text;
    }
    var fields = NICKNAMES.get(text.toLowerCase(Locale.ROOT));
    if (fields == null) {
      throw new Invalid(
          "'"
              + Texts.abbreviate(text)
              + "' is not known"
              + DidYouMean.hint(text, NICKNAMES.keySet())
              + "; there are @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually");
    }
    return fields;
  }

  /** The text. */
  public String text() {
    return text;
  }

  /** Whether it comes in each hour of its days. */
  boolean isHourly() {
    return hour.values() == (1L << 24) - 1;
  }

  /** The first time later than another one; empty where none comes in 50 years. */
  Optional<LocalDateTime> next(LocalDateTime after) {
    var from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    if (hasDay(from.toLocalDate())) {
      var time = timeFrom(from.toLocalTime());
      if (time.isPresent()) {
        return time.map(from.toLocalDate()::atTime);
      }
    }
    var first = LocalTime.of(hour.first(), minute.first(), second.first());
    return dayFrom(from.toLocalDate().plusDays(1)).map(day -> day.atTime(first));
  }

  private boolean hasDay(LocalDate day) {
    return month.has(day.getMonthValue())
        && (days.in(YearMonth.from(day)) >>> day.getDayOfMonth() & 1) != 0;
  }

  private Optional<LocalDate> dayFrom(LocalDate day) {
    var in = YearMonth.from(day);
    int from = day.getDayOfMonth();
    for (int i = 0; i < MOST_MONTHS; i++) {
      if (month.has(in.getMonthValue())) {
        long left = days.in(in) & -1L << from;
        if (left != 0) {
          return Optional.of(in.atDay(Long.numberOfTrailingZeros(left)));
        }
      }
      in = in.plusMonths(1);
      from = 1;
    }
    return Optional.empty();
  }

  /** The first time of a day from a moment of it on. */
  private Optional<LocalTime> timeFrom(LocalTime from) {
    int h = hour.from(from.getHour());
    if (h == from.getHour()) {
      int m = minute.from(from.getMinute());
      if (m == from.getMinute()) {
        int s = second.from(from.getSecond());
        if (s <= 59) {
          return Optional.of(LocalTime.of(h, m, s));
        }
        m = minute.from(m + 1);
      }
      if (m <= 59) {
        return Optional.of(LocalTime.of(h, m, second.first()));
      }
      h = hour.from(h + 1);
    }
    return h <= 23
        ? Optional.of(LocalTime.of(h, minute.first(), second.first()))
        : Optional.empty();
  }

  /** In words, such as {@code At 03:00 on Monday to Friday}. */
  public String describe() {
    var months = month.isAny() ? "" : " in " + joined(month.words());
    return CronWords.time(this) + days.words() + months;
  }

  /** {@code a, b and c}. */
  static String joined(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronPattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
