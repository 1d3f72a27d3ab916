package dev.tinybase.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits in tests for what other threads will do. */
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private Eventually() {}

  /** Returns as soon as the condition holds; fails when it does not within 20 seconds. */
  public static void until(String what, BooleanSupplier condition) {
    within(DEADLINE, what, condition);
  }

  /** The same for what takes longer, such as the end of a dead server's lease. */
  public static void within(Duration time, String what, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + time + ": " + what);
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
