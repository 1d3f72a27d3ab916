package dev.tinybase.schedule;

import dev.tinybase.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Again after so much time, which is elapsed time whatever the wall clock does: a day is 24 hours.
 *
 * @param unit seconds, minutes, hours or days
 */
public record Interval(long value, ChronoUnit unit, ZoneId zone) implements Schedule {
  /** The time between two moments. */
  public Duration step() {
    return unit.getDuration().multipliedBy(value);
  }

  @Override
  public Optional<Instant> next(Instant planned, Instant after) {
    if (planned.isAfter(after)) {
      long steps = Duration.between(after, planned).minusNanos(1).dividedBy(step());
      return Optional.of(planned.minus(step().multipliedBy(steps)));
    }
    long steps = Duration.between(planned, after).dividedBy(step()) + 1;
    return Optional.of(planned.plus(step().multipliedBy(steps)));
  }

  @Override
  public ObjectNode json() {
    return Json.object()
        .put("method", "interval")
        .put("unit", unit.name().toLowerCase(Locale.ROOT))
        .put("value", value)
        .put("timezone", zone.getId());
  }

  @Override
  public String describe() {
    var word = unit.name().toLowerCase(Locale.ROOT);
    return value == 1
        ? "Every " + word.substring(0, word.length() - 1)
        : "Every " + value + " " + word;
  }
}
