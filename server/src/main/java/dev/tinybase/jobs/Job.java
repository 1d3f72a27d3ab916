package dev.tinybase.jobs;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One execution that must happen, as far as it is.
 *
 * @param id a UUIDv7
 * @param attempt how often it was started
 * @param failures how often it failed; attempts that a stop or a crash interrupted don't count
 * @param lostWorkers how often in a row the server died that ran it
 * @param callId the record of its last attempt, which has the result; null before the first
 * @param errorType of the last attempt, such as {@code TimeoutError}; null where it succeeded
 * @param node which server runs it, or ran it last
 * @param scheduledAt when it was to run at first: of a schedule's run its planned moment
 * @param startedAt when the last attempt began
 * @param finishedAt null until it has ended
 */
public record Job(
    UUID id,
    JobRequest request,
    Status status,
    int attempt,
    int failures,
    int lostWorkers,
    @Nullable UUID callId,
    @Nullable String errorType,
    @Nullable String errorMessage,
    @Nullable String node,
    Instant scheduledAt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {
  /** The error of an attempt that a stop of the server interrupted. */
  public static final String INTERRUPTED = "Interrupted";

  /** The error of an attempt whose server died. */
  public static final String WORKER_LOST = "WorkerLost";

  /** In whose name it runs. */
  public enum Actor {
    USER,
    APPLICATION,
    ANONYMOUS,
    OPERATOR;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far it is. */
  public enum Status {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    SKIPPED;

    /** As the API has it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is over. */
    public boolean isEnd() {
      return this != QUEUED && this != RUNNING;
    }
  }

  /** Whether its next attempt is the first of an asynchronous call, whose record is there. */
  boolean isFirstOfCall() {
    return request.triggerType().equals(JobRequest.MANUAL) && failures == 0;
  }

  /** The same job, which a node has claimed. */
  Job running(String where, @Nullable UUID call, Instant at) {
    return new Job(
        id,
        request,
        Status.RUNNING,
        attempt + 1,
        failures,
        lostWorkers,
        call,
        errorType,
        errorMessage,
        where,
        scheduledAt,
        createdAt,
        at,
        null);
  }

  /** The same job, ended. */
  Job ended(Status end, @Nullable String type, @Nullable String message, Instant at) {
    return next(request, end, failures, 0, type, message, at);
  }

  /** The same job, after a failure that was the last one. */
  Job failed(String type, @Nullable String message, Instant at) {
    return next(request, Status.FAILED, failures + 1, 0, type, message, at);
  }

  /** The same job, which runs again. */
  Job again(Instant runAt, int failed, int lost, @Nullable String type, @Nullable String message) {
    return next(request.at(runAt), Status.QUEUED, failed, lost, type, message, null);
  }

  private Job next(
      JobRequest wanted,
      Status state,
      int failed,
      int lost,
      @Nullable String type,
      @Nullable String message,
      @Nullable Instant end) {
    return new Job(
        id,
        wanted,
        state,
        attempt,
        failed,
        lost,
        callId,
        type,
        message,
        node,
        scheduledAt,
        createdAt,
        startedAt,
        end);
  }
}
