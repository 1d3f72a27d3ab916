package dev.tinybase.schedule;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schedule that is to be made.
 *
 * @param schedule as {@link Schedule#parse} reads it
 * @param inputData what the function gets
 * @param startsAt no moment is before it; an interval counts from it
 * @param endsAt no moment is after it
 */
public record NewSchedule(
    String name,
    String functionName,
    JsonNode schedule,
    ObjectNode inputData,
    boolean isActive,
    SchedulePolicy policy,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt) {
  /** Moments are kept to the microsecond. */
  public NewSchedule {
    startsAt = startsAt == null ? null : startsAt.truncatedTo(ChronoUnit.MICROS);
    endsAt = endsAt == null ? null : endsAt.truncatedTo(ChronoUnit.MICROS);
  }
}
