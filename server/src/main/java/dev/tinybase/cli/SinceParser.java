package dev.tinybase.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** A moment in the past, as people say it. */
final class SinceParser {
  private static final Pattern AGO = Pattern.compile("\\d{1,6}[smhd]");

  private SinceParser() {}

  /** The moment so long before now, such as {@code 15m}, or a time in RFC 3339. */
  static Instant parse(String text, Instant now) {
    if (AGO.matcher(text).matches()) {
      var moment = now.minus(Duration.parse((text.endsWith("d") ? "P" : "PT") + text));
      return moment.isBefore(Instant.EPOCH) ? Instant.EPOCH : moment;
    }
    try {
      var time = OffsetDateTime.parse(text);
      if (time.getYear() >= 1970 && time.getYear() < 9999) {
        return time.toInstant();
      }
    } catch (DateTimeException _) {
      // the same answer as for a time of another age
    }
    throw new UsageError(
        "--since must be a span such as 30s, 15m, 1h or 2d, or a time such as"
            + " 2026-11-22T22:18:10Z");
  }
}
