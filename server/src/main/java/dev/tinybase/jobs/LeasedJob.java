package dev.tinybase.jobs;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One execution that must happen.
 *
 * @param attempt how often it was started
 * @param maxAttempts how often it may fail; attempts that a stop or a crash interrupted don't count
 * @param lostWorkers how often in a row the server died that ran it
 * @param payloadType how the payload is read: json, query or request
 * @param payload JSON
 * @param userId the user it acts as; null for others
 * @param callId the record of its last attempt
 */
public record LeasedJob(
    UUID id,
    String functionName,
    int attempt,
    int maxAttempts,
    int lostWorkers,
    String payloadType,
    String payload,
    Actor actsAs,
    @Nullable UUID userId,
    String triggerType,
    String requestId,
    UUID callId) {
  /** In whose name it runs. */
  public enum Actor {
    USER,
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
  }
}
