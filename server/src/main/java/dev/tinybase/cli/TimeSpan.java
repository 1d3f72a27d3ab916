package dev.tinybase.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** A span of time as people type it: {@code 30s}, {@code 15m}, {@code 1h} or {@code 2d}. */
record TimeSpan(long value, ChronoUnit unit) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})([smhd])");

  /** The span that a text is, if it is one. */
  static Optional<TimeSpan> find(String text) {
    var match = TEXT.matcher(text);
    return match.matches()
        ? Optional.of(new TimeSpan(Long.parseLong(match.group(1)), unit(match.group(2))))
        : Optional.empty();
  }

  /** For options. */
  static TimeSpan parse(String text) {
    return find(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "must be a span such as 30s, 15m, 1h or 2d, not '" + text + "'"));
  }

  private static ChronoUnit unit(String letter) {
    return switch (letter) {
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }

  /** A day has 24 hours. */
  Duration duration() {
    return Duration.of(value, unit);
  }
}
