package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;

/** Bounds the asynchronous calls that have not ended: their number, and the memory they take. */
final class Backlog {
  private static final int MOST = 1_000;
  private static final long MOST_BYTES = 64 << 20;

  private int calls; // these are guarded by this
  private long bytes;

  /** Lets a call in, and tells how to let it out. */
  synchronized Runnable take(long payload) {
    if (calls >= MOST || (calls > 0 && bytes + payload > MOST_BYTES)) {
      throw Problem.unavailable(
          "too_many_calls_waiting",
          "As many calls as may wait are waiting. Try again in some seconds.",
          5);
    }
    calls++;
    bytes += payload;
    return () -> giveBack(payload);
  }

  private synchronized void giveBack(long payload) {
    calls--;
    bytes -= payload;
  }
}
