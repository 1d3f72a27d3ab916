package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moments for people, by how far they are from now: {@code in 5 min}, {@code 2 h 10 min ago}; what
 * is more than thirty days away is a date.
 */
record Moments(InstantSource clock) {
  private static final Duration NOW = Duration.ofSeconds(1);
  private static final Duration FAR = Duration.ofDays(30);

  /** Copies of objects, the moments among these members as texts for people. */
  ArrayNode in(JsonNode rows, String... members) {
    var now = clock.instant();
    var copies = Json.mapper().createArrayNode();
    for (var row : rows) {
      var copy = (ObjectNode) row.deepCopy();
      for (var member : members) {
        if (copy.path(member).isString()) {
          copy.put(member, relative(copy.path(member).stringValue(), now));
        }
      }
      copies.add(copy);
    }
    return copies;
  }

  /** A moment in RFC 3339 as a text for people. */
  String relative(String text) {
    return relative(text, clock.instant());
  }

  private static String relative(String text, Instant now) {
    try {
      var moment = Instant.parse(text);
      var distance = Duration.between(now, moment);
      if (distance.abs().compareTo(FAR) > 0) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDate().toString();
      }
      if (distance.abs().compareTo(NOW) < 0) {
        return "now";
      }
      return distance.isNegative() ? words(distance.negated()) + " ago" : "in " + words(distance);
    } catch (DateTimeException _) {
      return text;
    }
  }

  private static String words(Duration span) {
    if (span.toDays() > 0) {
      return words(span.toDays(), "d", span.toHoursPart(), "h");
    }
    return span.toHours() > 0
        ? words(span.toHours(), "h", span.toMinutesPart(), "min")
        : span.toMinutes() > 0
            ? words(span.toMinutes(), "min", 0, "")
            : words(span.toSeconds(), "s", 0, "");
  }

  private static String words(long whole, String unit, int rest, String lesser) {
    return whole + " " + unit + (rest == 0 ? "" : " " + rest + " " + lesser);
  }
}
