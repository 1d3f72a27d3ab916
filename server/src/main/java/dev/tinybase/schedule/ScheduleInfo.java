package dev.tinybase.schedule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schedule as it is kept.
 *
 * @param functionName or {@code system.<task>} of the server's own housekeeping
 * @param schedule as it was sent
 * @param source api, code, {@code extension:<name>} or system
 * @param nextRunAt its next moment; null while it is paused or has none
 * @param lastRunAt when its last run that has ended was started
 * @param lastStatus how that ended: succeeded, failed or cancelled
 * @param consecutiveFailures runs that failed for good since the last one that succeeded
 * @param pausedReason why the server has paused it; null where nobody or a person did
 * @param skippedCount moments that got no run: because of overlap, or missed and not made up for
 * @param lastSkippedAt the last of them
 */
public record ScheduleInfo(
    UUID id,
    String name,
    String functionName,
    ObjectNode schedule,
    ObjectNode inputData,
    boolean isActive,
    SchedulePolicy policy,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    String source,
    @Nullable Instant nextRunAt,
    @Nullable Instant lastRunAt,
    @Nullable String lastStatus,
    int consecutiveFailures,
    @Nullable String pausedReason,
    long skippedCount,
    @Nullable Instant lastSkippedAt,
    @Nullable UUID createdByUserId,
    Instant createdAt,
    Instant updatedAt) {
  /** The {@link #source} of what somebody made over HTTP or with the command line. */
  public static final String API = "api";

  /** The {@link #source} of what stands in the code of functions. */
  public static final String CODE = "code";

  /** The {@link #source} of the server's housekeeping. */
  public static final String SYSTEM = "system";
}
