package dev.tinybase.functions.history;

import dev.tinybase.functions.host.LogLine;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What waits to be written. */
sealed interface Entry {
  /** About how many bytes it takes in memory. */
  long weight();

  /** An asynchronous call has begun. */
  record Started(CallRecord call, Instant deadline) implements Entry {
    @Override
    public long weight() {
      return Entry.weight(call);
    }
  }

  /** A call has ended. */
  record Finished(CallRecord call) implements Entry {
    @Override
    public long weight() {
      return Entry.weight(call);
    }
  }

  /** A call has said something. */
  record Line(UUID callId, String function, LogLine line) implements Entry {
    @Override
    public long weight() {
      return 200L + line.message().length();
    }
  }

  private static long weight(CallRecord call) {
    return 500L
        + size(call.errorMessage())
        + size(call.trace())
        + size(call.errorDetails())
        + size(call.input())
        + size(call.output());
  }

  private static long size(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private static long size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
