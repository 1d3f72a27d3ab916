package dev.tinybase.functions.history;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import dev.tinybase.sdk.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call, as it is kept.
 *
 * @param id a UUIDv7
 * @param triggerId the schedule or the job that made it run; null for others
 * @param jobId the job that made it run; null for others
 * @param parentId the call of the function that made it run; null for others
 * @param userId null for callers without an account
 * @param tokenName of the application token that the caller had; null for others
 * @param versionId the deployed version; null for a file of the folder
 * @param versionHash SHA-256 of its file's text in hex
 * @param requestId of the HTTP request, or of what else made it run
 * @param cause the handlers of hooks whose consequence it is, joined by arrows; null for none, and
 *     for what is read
 * @param finishedAt null while it runs
 * @param durationMicros 0 while it runs
 * @param errorType as in {@code ValidationError}; null unless it failed
 * @param errorCode of a {@code FunctionException}; null for others
 * @param errorDetails UTF-8 JSON: the list of field errors of a {@code ValidationError}, else the
 *     details of a {@code FunctionException}; null for none
 * @param trace the stack trace, for admins; null for none
 * @param input UTF-8 JSON of the payload; null where it is not kept
 * @param output UTF-8 JSON of the result; null where it is not kept
 */
public record CallRecord(
    UUID id,
    String functionName,
    Status status,
    Trigger trigger,
    @Nullable UUID triggerId,
    @Nullable UUID jobId,
    @Nullable UUID parentId,
    @Nullable UUID userId,
    @Nullable String tokenName,
    @Nullable UUID versionId,
    String versionHash,
    String requestId,
    @Nullable String cause,
    Instant startedAt,
    @Nullable Instant finishedAt,
    long durationMicros,
    @Nullable String errorType,
    @Nullable String errorMessage,
    @Nullable String errorCode,
    byte @Nullable [] errorDetails,
    @Nullable String trace,
    byte @Nullable [] input,
    byte @Nullable [] output)
    implements CallTable.Entry {
  /** How far it is. */
  public enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED;

    /** As the API has it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public int weight() {
    int texts =
        (errorMessage == null ? 0 : errorMessage.length()) + (trace == null ? 0 : trace.length());
    return 500 + texts + size(errorDetails) + size(input) + size(output);
  }

  private static int size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /**
   * The ids of calls: UUIDv7 (RFC 9562 section 5.7), which grow with time, so that the order of the
   * ids is the order of the calls and a moment is a bound among them.
   */
  public static final class Ids {
    private final TimeOrderedEpochFactory factory;

    /** Ids of calls that come in by this clock. */
    public Ids(InstantSource clock) {
      factory = TimeOrderedEpochFactory.builder().withInstantFunction(clock::instant).build();
    }

    /** The id of a call that comes in now. */
    public UUID next() {
      return factory.create();
    }
  }
}
