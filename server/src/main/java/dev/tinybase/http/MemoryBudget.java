package dev.tinybase.http;

import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that clients can make the server use at the same time. Nobody gets more than
 * half of it by one address. Who finds no room waits a little for others to finish.
 */
final class MemoryBudget {
  private static final String OVERLOADED = "overloaded";
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final long total;
  private final Runnable crowded;
  private final Map<String, Long> byAddress = new HashMap<>();
  private final AtomicLong lastCrowded = new AtomicLong(System.nanoTime());
  private long taken;

  /**
   * A budget of so many bytes.
   *
   * @param crowded is told when somebody finds no room, and may make others end
   */
  MemoryBudget(long bytes, Runnable crowded) {
    this.total = bytes;
    this.crowded = crowded;
  }

  /** The most that one address may have. */
  long most() {
    return Math.max(1, total / 2);
  }

  /**
   * Takes so many bytes more for an address; a 503 problem when there is no room in time.
   *
   * @return whether it had to wait
   */
  boolean take(String address, long bytes, Duration patience) {
    if (tryTake(address, bytes)) {
      return false;
    }
    long end = System.nanoTime() + patience.toNanos();
    do {
      makeRoom();
      await(end);
    } while (!tryTake(address, bytes));
    return true;
  }

  private void makeRoom() {
    long now = System.nanoTime();
    long before = lastCrowded.get();
    if (now - before > PAUSE_NANOS && lastCrowded.compareAndSet(before, now)) {
      crowded.run();
    }
  }

  private synchronized boolean tryTake(String address, long bytes) {
    if (taken + bytes > total || held(address) + bytes > most()) {
      return false;
    }
    taken += bytes;
    byAddress.merge(address, bytes, Long::sum);
    return true;
  }

  @SuppressWarnings("WaitNotInLoop") // the caller is a loop
  private synchronized void await(long end) {
    long left = Math.ceilDiv(end - System.nanoTime(), 1_000_000);
    if (left <= 0) {
      throw overloaded();
    }
    try {
      wait(Math.min(left, 100)); // who stalls by now is to be cut off
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw overloaded();
    }
  }

  synchronized void release(String address, long bytes) {
    taken -= bytes;
    byAddress.computeIfPresent(address, (_, held) -> held > bytes ? held - bytes : null);
    notifyAll();
  }

  private long held(String address) {
    return byAddress.getOrDefault(address, 0L);
  }

  /** Whether there was no room. */
  static boolean isOverloaded(RuntimeException failure) {
    return failure instanceof Problem problem && problem.code().equals(OVERLOADED);
  }

  static Problem overloaded() {
    return Problem.unavailable(
        OVERLOADED, "The server has too many requests to answer. Try again in a second.", 1);
  }
}
