package dev.tinybase.schedule;

import dev.tinybase.jobs.JobFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which schedules to list; null lets all through.
 *
 * @param source whose
 */
public record ScheduleFilter(
    @Nullable String name,
    @Nullable String functionName,
    @Nullable Boolean isActive,
    JobFilter.Source source) {
  /** All but the server's own. */
  public static final ScheduleFilter ALL =
      new ScheduleFilter(null, null, null, JobFilter.Source.USER);
}
