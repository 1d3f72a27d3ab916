package dev.tinybase.jobs;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list; null lets all through.
 *
 * @param source whose
 */
public record JobFilter(
    Job.@Nullable Status status,
    @Nullable String functionName,
    @Nullable UUID scheduleId,
    @Nullable String uniqueKey,
    Source source) {
  /** All but the server's own. */
  public static final JobFilter ALL = new JobFilter(null, null, null, null, Source.USER);

  /** Whose jobs: all but the server's own, its own, or both. */
  public enum Source {
    USER,
    SYSTEM,
    ALL
  }
}
