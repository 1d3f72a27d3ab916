package dev.tinybase.schedule;

import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be changed of a schedule; null leaves a property as it is. Those that may be empty
 * have a {@link Replacement}.
 */
public record ScheduleChange(
    @Nullable String name,
    @Nullable JsonNode schedule,
    @Nullable ObjectNode inputData,
    @Nullable Boolean isActive,
    @Nullable Overlap overlap,
    @Nullable Integer maxParallel,
    @Nullable CatchUp catchUp,
    @Nullable Integer catchUpLimit,
    @Nullable Integer retries,
    @Nullable Integer retryDelaySeconds,
    @Nullable Replacement<Integer> timeoutSeconds,
    @Nullable Replacement<Integer> pauseAfterFailures,
    @Nullable Replacement<Instant> startsAt,
    @Nullable Replacement<Instant> endsAt) {
  /**
   * Another value of what may be empty.
   *
   * @param value null clears it
   */
  public record Replacement<T>(@Nullable T value) {}

  /** Pauses it or lets it go on, and nothing else. */
  public static ScheduleChange active(boolean isActive) {
    return new ScheduleChange(
        null, null, null, isActive, null, null, null, null, null, null, null, null, null, null);
  }

  /** Whether it says nothing but whether the schedule is active. */
  boolean isSwitch() {
    return isActive != null && equals(active(isActive));
  }

  /** Whether it changes the moments. */
  boolean movesMoments() {
    return schedule != null || startsAt != null || endsAt != null;
  }

  /** The definition after it. */
  NewSchedule applyTo(NewSchedule before) {
    return new NewSchedule(
        or(name, before.name()),
        before.functionName(),
        or(schedule, before.schedule()),
        or(inputData, before.inputData()),
        or(isActive, before.isActive()),
        policy(before.policy()),
        clearable(startsAt, before.startsAt()),
        clearable(endsAt, before.endsAt()));
  }

  private SchedulePolicy policy(SchedulePolicy before) {
    return new SchedulePolicy(
        or(overlap, before.overlap()),
        or(maxParallel, before.maxParallel()),
        or(catchUp, before.catchUp()),
        or(catchUpLimit, before.catchUpLimit()),
        or(retries, before.retries()),
        or(retryDelaySeconds, before.retryDelaySeconds()),
        clearable(timeoutSeconds, before.timeoutSeconds()),
        clearable(pauseAfterFailures, before.pauseAfterFailures()));
  }

  private static <T> T or(@Nullable T changed, T before) {
    return changed == null ? before : changed;
  }

  private static <T> @Nullable T clearable(@Nullable Replacement<T> changed, @Nullable T before) {
    return changed == null ? before : changed.value();
  }
}
