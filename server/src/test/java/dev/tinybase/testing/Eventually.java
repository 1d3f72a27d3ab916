package dev.tinybase.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits in tests for what other threads will do. */
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Between two looks: what takes long is not asked for all the time. */
  private static final long SHORTEST_NANOS = 2_000_000;

  /** It looks so often before it gives up. */
  private static final int LOOKS = 1_000;

  private Eventually() {}

  /** Returns as soon as the condition holds; fails when it does not within 20 seconds. */
  public static void until(String what, BooleanSupplier condition) {
    within(DEADLINE, what, condition);
  }

  /** The same for what takes longer, such as the end of a dead server's lease. */
  public static void within(Duration time, String what, BooleanSupplier condition) {
    long longest = Math.max(SHORTEST_NANOS, time.toNanos() / LOOKS);
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long waited = System.nanoTime() - start;
      if (waited > time.toNanos()) {
        throw new AssertionError("not within " + time + ": " + what);
      }
      LockSupport.parkNanos(Math.clamp(waited / 10, SHORTEST_NANOS, longest));
    }
  }
}
