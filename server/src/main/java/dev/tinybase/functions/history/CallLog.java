package dev.tinybase.functions.history;

import dev.tinybase.db.Sql;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.LogLine;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Keeps what happened. Without a transaction it is kept at once, and written a moment later. */
public interface CallLog {
  /**
   * A call begins to run.
   *
   * @param call made where somebody wants to hear of it
   */
  default void begun(Supplier<CallRecord> call) {}

  /** A call has ended. */
  void finished(CallRecord call);

  /**
   * Writes a call with the other changes of a transaction: an asynchronous one that waits or runs,
   * which others may ask for, or its end.
   */
  void write(Sql sql, CallRecord call);

  /** Ends a call that has a record already and did not run, in a transaction. */
  void end(Sql sql, UUID id, CallFailure failure, Instant at);

  /** An end was written in a transaction that is committed: counts it. */
  void counted(CallRecord call);

  /** A line of a call's log. */
  void line(UUID callId, String function, LogLine line);

  /** The call with this id, with what was kept up to now. */
  Optional<CallRecord> find(UUID id);

  /** Returns when all that was kept before can be read by others, or when that takes too long. */
  default void flush() {}
}
