package dev.tinybase.functions.history;

import dev.tinybase.functions.host.LogLine;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Keeps what happened. The methods that keep something return at once, whatever the database. */
public interface CallLog {
  /**
   * An asynchronous call has begun: others may ask for it while it runs.
   *
   * @param deadline when its time is over: what runs a minute later died with its server
   */
  void started(CallRecord call, Instant deadline);

  /** A call has ended; replaces what {@link #started} said of it. */
  void finished(CallRecord call);

  /** A line of a call's log. */
  void line(UUID callId, String function, LogLine line);

  /** The call with this id, with what was kept up to now. */
  Optional<CallRecord> find(UUID id);

  /** Returns when all that was kept before can be read by others, or when that takes too long. */
  default void flush() {}
}
