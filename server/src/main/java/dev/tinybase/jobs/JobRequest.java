package dev.tinybase.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An execution that somebody wants.
 *
 * @param functionName or {@code system.<task>} of the server's own housekeeping
 * @param payloadType how the payload is read: json, query or request
 * @param payload JSON; null once the job has succeeded
 * @param actorId the user, or the application token, that it acts as; null for others
 * @param triggerType manual (an asynchronous call), schedule or job
 * @param requestId of the HTTP request, or of what else wants it
 * @param priority the least runs first
 * @param runAt not before this moment
 * @param uniqueKey of which at most one job waits; null for none
 * @param maxAttempts how often it may fail, at least 1
 * @param retryDelay the wait after the first failure; each further one doubles it, up to an hour
 * @param timeout how long an attempt may take; null for what its function says
 * @param occurrence of which schedule it is a run; null for others
 * @param cause the handlers of hooks whose consequence it is, joined by arrows; null for none
 */
public record JobRequest(
    String functionName,
    String payloadType,
    @Nullable String payload,
    Job.Actor actsAs,
    @Nullable UUID actorId,
    String triggerType,
    String requestId,
    int priority,
    Instant runAt,
    @Nullable String uniqueKey,
    int maxAttempts,
    Duration retryDelay,
    @Nullable Duration timeout,
    @Nullable Occurrence occurrence,
    @Nullable String cause) {
  /** What {@link #payloadType} says of a JSON document. */
  public static final String JSON = "json";

  /** What {@link #triggerType} says of an asynchronous call. */
  public static final String MANUAL = "manual";

  /** What {@link #triggerType} says of a run of a schedule. */
  public static final String SCHEDULE = "schedule";

  /** What {@link #triggerType} says of any other job. */
  public static final String JOB = "job";

  /** How often a job may fail whose request says nothing. */
  public static final int MAX_ATTEMPTS = 5;

  /** The wait after the first failure where a request says nothing. */
  public static final Duration RETRY_DELAY = Duration.ofSeconds(10);

  /** The source of what belongs to the server itself. */
  public static final String SYSTEM = "system";

  /**
   * One occurrence of a schedule, of which there is at most one job.
   *
   * @param scheduledAt its planned moment
   * @param held whether it waits until no older job of its schedule is queued or runs
   * @param source of the schedule: api, code, {@code extension:<name>} or system
   */
  public record Occurrence(UUID scheduleId, Instant scheduledAt, boolean held, String source) {}

  boolean isHeld() {
    return occurrence != null && occurrence.held();
  }

  /** The same at another moment. */
  JobRequest at(Instant moment) {
    return new JobRequest(
        functionName,
        payloadType,
        payload,
        actsAs,
        actorId,
        triggerType,
        requestId,
        priority,
        moment,
        uniqueKey,
        maxAttempts,
        retryDelay,
        timeout,
        occurrence,
        cause);
  }
}
