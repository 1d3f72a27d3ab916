package dev.tinybase.schedule;

import com.github.f4b6a3.uuid.UuidCreator;
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

  /** What the {@link #source} of what stands in the code of an extension begins with. */
  static final String EXTENSION = "extension:";

  /** The {@link #source} of the server's housekeeping. */
  public static final String SYSTEM = "system";

  /** A new one. */
  static ScheduleInfo of(
      NewSchedule wanted, String source, @Nullable Instant next, @Nullable UUID user, Instant now) {
    return new ScheduleInfo(
        UuidCreator.getTimeOrderedEpoch(),
        wanted.name(),
        wanted.functionName(),
        (ObjectNode) wanted.schedule(),
        wanted.inputData(),
        wanted.isActive(),
        wanted.policy(),
        wanted.startsAt(),
        wanted.endsAt(),
        source,
        wanted.isActive() ? next : null,
        null,
        null,
        0,
        null,
        0,
        null,
        user,
        now,
        now);
  }

  /** Whether an extension declares it that is turned off, which is why it is paused. */
  boolean waitsForExtension() {
    return !isActive && waitingReason().equals(pausedReason);
  }

  /** The extension that declares it; empty where none does. */
  String extension() {
    return source.startsWith(EXTENSION) ? source.substring(EXTENSION.length()) : "";
  }

  private String waitingReason() {
    return "The extension '" + extension() + "' is disabled.";
  }

  /** The same, paused until its extension is turned on. */
  ScheduleInfo waiting(Instant now) {
    return with(false, null, waitingReason(), now);
  }

  /** The same, going on after that. */
  ScheduleInfo goingOn(@Nullable Instant next, Instant now) {
    return with(true, next, null, now);
  }

  private ScheduleInfo with(
      boolean active, @Nullable Instant next, @Nullable String reason, Instant now) {
    return new ScheduleInfo(
        id,
        name,
        functionName,
        schedule,
        inputData,
        active,
        policy,
        startsAt,
        endsAt,
        source,
        next,
        lastRunAt,
        lastStatus,
        consecutiveFailures,
        reason,
        skippedCount,
        lastSkippedAt,
        createdByUserId,
        createdAt,
        now);
  }

  /** What people say of it. */
  NewSchedule definition() {
    return new NewSchedule(
        name, functionName, schedule, inputData, isActive, policy, startsAt, endsAt);
  }

  /**
   * The same schedule with another definition.
   *
   * @param anew whether its failures and its pause are forgotten
   */
  ScheduleInfo changed(NewSchedule wanted, @Nullable Instant next, boolean anew, Instant now) {
    return new ScheduleInfo(
        id,
        wanted.name(),
        functionName,
        (ObjectNode) wanted.schedule(),
        wanted.inputData(),
        wanted.isActive(),
        wanted.policy(),
        wanted.startsAt(),
        wanted.endsAt(),
        source,
        wanted.isActive() ? next : null,
        lastRunAt,
        lastStatus,
        anew ? 0 : consecutiveFailures,
        anew ? null : pausedReason,
        skippedCount,
        lastSkippedAt,
        createdByUserId,
        createdAt,
        now);
  }
}
