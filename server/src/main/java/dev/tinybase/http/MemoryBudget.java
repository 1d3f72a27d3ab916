package dev.tinybase.http;

import dev.tinybase.errors.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the memory that clients can make the server use at the same time. Nobody gets more than
 * half of it by one address. Who finds no room waits a little for others to finish.
 */
final class MemoryBudget {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private final long total;
  private final Map<String, Long> byAddress = new HashMap<>();
  private long taken;

  MemoryBudget(long bytes) {
    total = bytes;
  }

  /** The most that one address may have. */
  private long most() {
    return Math.max(1, total / 2);
  }

  /**
   * Takes so many bytes more for an address; a 503 problem when there is no room in time, the 413
   * problem when there never will be.
   *
   * @param before what the same request has already
   */
  synchronized void take(String address, long before, long bytes) {
    if (before + bytes > most()) {
      throw tooMuch(before + bytes);
    }
    long end = System.nanoTime() + PATIENCE;
    while (taken + bytes > total || held(address) + bytes > most()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw overloaded();
      }
      try {
        wait(left);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw overloaded();
      }
    }
    taken += bytes;
    byAddress.merge(address, bytes, Long::sum);
  }

  synchronized void release(String address, long bytes) {
    taken -= bytes;
    byAddress.computeIfPresent(address, (_, held) -> held > bytes ? held - bytes : null);
    notifyAll();
  }

  private long held(String address) {
    return byAddress.getOrDefault(address, 0L);
  }

  private Problem tooMuch(long bytes) {
    return Problem.of(
        Problem.Kind.TOO_LARGE,
        "body_too_large",
        "The body would take about %d MB of memory, and one client may have %d MB. Send it in parts."
            .formatted(bytes >> 20, most() >> 20));
  }

  static Problem overloaded() {
    return Problem.unavailable(
        "overloaded", "The server has too many requests to answer. Try again in a second.", 1);
  }
}
