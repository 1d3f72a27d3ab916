package dev.tinybase.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * When something happens: a series of moments, strictly increasing and none twice, also through
 * changes of the clock in its zone.
 */
public sealed interface Schedule permits Once, Interval, Cron {
  /**
   * The schedule that the JSON describes: {@code {"method": "once", "date", "time"}}, {@code
   * {"method": "interval", "unit", "value"}} or {@code {"method": "cron", "cron", "description"}},
   * each with an optional {@code timezone}.
   *
   * @param zone of those that name none
   * @throws dev.tinybase.errors.Problem 400 {@code invalid_schedule} with an error for each wrong
   *     field, named as {@code schedule.cron}
   */
  static Schedule parse(JsonNode json, ZoneId zone) {
    return ScheduleParser.parse(json, zone);
  }

  /** The zone of its wall clock. */
  ZoneId zone();

  /** What {@link #parse} reads, with the zone. */
  ObjectNode json();

  /** In words, such as {@code At 03:00 on Monday to Friday (Europe/Berlin)}. */
  String describe();

  /**
   * The first moment after another one; empty where none comes.
   *
   * @param planned a moment of the series, or where the series begins: an interval counts from it
   * @param after the result is later than this
   */
  Optional<Instant> next(Instant planned, Instant after);

  /**
   * The last moment that is not before {@code planned} and not after {@code until}; empty where
   * there is none. Moments are at least a second apart.
   */
  default Optional<Instant> latest(Instant planned, Instant until) {
    if (until.isBefore(planned)) {
      return Optional.empty();
    }
    long low = 0; // nothing comes in so many seconds before the end
    long high = 1;
    while (!comes(planned, until.minusSeconds(high), until)) {
      if (until.minusSeconds(high).isBefore(planned)) {
        return Optional.empty();
      }
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      long middle = (low + high) / 2;
      if (comes(planned, until.minusSeconds(middle), until)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return next(planned, until.minusSeconds(high)).filter(moment -> !moment.isBefore(planned));
  }

  private boolean comes(Instant planned, Instant after, Instant until) {
    return next(planned, after).filter(moment -> !moment.isAfter(until)).isPresent();
  }
}
