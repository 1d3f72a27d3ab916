package dev.tinybase.api;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the memory of all JSON bodies together. Small ones pass freely, because the number of
 * requests is bounded too; a large one holds its share until its reply is written.
 */
final class BodyBudget {
  private static final int FREE = 16 << 10;
  private static final int PATIENCE_SECONDS = 5;

  private final int total;
  private final Semaphore kibibytes;

  BodyBudget(long bytes) {
    total = Math.clamp(bytes >> 10, 1, Integer.MAX_VALUE);
    kibibytes = new Semaphore(total);
  }

  /** Takes the share of a body of so many bytes, and tells how to give it back. */
  Runnable take(long bytes) {
    if (bytes <= FREE) {
      return () -> {};
    }
    int share = Math.clamp(bytes >> 10, 1, total);
    try {
      if (kibibytes.tryAcquire(share, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return () -> kibibytes.release(share);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw Problems.overloaded();
  }
}
