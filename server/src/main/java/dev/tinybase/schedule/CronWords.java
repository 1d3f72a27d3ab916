package dev.tinybase.schedule;

import java.util.stream.Stream;

/** The time of day of a cron text in words. */
final class CronWords {
  /** So many times are named one by one. */
  private static final int MOST_TIMES = 6;

  private CronWords() {}

  static String time(CronPattern pattern) {
    boolean atFullMinute = pattern.second.values() == 1;
    if (isListed(pattern)) {
      return "At " + CronPattern.joined(times(pattern, atFullMinute).toList());
    }
    return atFullMinute
        ? minutes(pattern)
        : each("second", pattern.second)
            + (isEveryMinute(pattern) ? "" : ", " + lower(minutes(pattern)));
  }

  private static boolean isEveryMinute(CronPattern pattern) {
    return pattern.minute.isAny() && pattern.hour.isAny();
  }

  private static boolean isListed(CronPattern pattern) {
    return pattern.hour.every() == 0
        && pattern.second.all().count() * pattern.minute.all().count() * pattern.hour.all().count()
            <= MOST_TIMES;
  }

  private static Stream<String> times(CronPattern pattern, boolean atFullMinute) {
    return pattern
        .hour
        .all()
        .boxed()
        .flatMap(hour ->
            pattern
                .minute
                .all()
                .boxed()
                .flatMap(minute ->
                    pattern
                        .second
                        .all()
                        .mapToObj(second ->
                            atFullMinute
                                ? "%02d:%02d".formatted(hour, minute)
                                : "%02d:%02d:%02d".formatted(hour, minute, second))));
  }

  private static String minutes(CronPattern pattern) {
    boolean atFullHour = pattern.minute.values() == 1;
    if (atFullHour || (pattern.hour.isAny() && pattern.minute.all().count() == 1)) {
      var at = atFullHour ? "" : " at minute " + pattern.minute.first();
      return each("hour", pattern.hour) + at;
    }
    var minutes = each("minute", pattern.minute);
    return pattern.hour.isAny() ? minutes : minutes + " of " + lower(each("hour", pattern.hour));
  }

  /** {@code Every minute}, {@code Every 5 minutes}, {@code Minute 5 to 10}. */
  private static String each(String unit, CronField field) {
    return switch (field.every()) {
      case 0 -> upper(unit) + " " + CronPattern.joined(field.words());
      case 1 -> "Every " + unit;
      default -> "Every " + field.every() + " " + unit + "s";
    };
  }

  private static String upper(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String lower(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
