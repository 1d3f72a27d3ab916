package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many calls run at once on this server, and how many wait for that. */
final class Slots {
  private static final int MOST_WAITING = 2_000;

  private final int most;
  private final Semaphore free;
  private final AtomicInteger waiting = new AtomicInteger();

  Slots(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

  /**
   * Takes a slot, and tells how to give it back.
   *
   * @param patience how long to wait for it
   */
  Runnable take(Duration patience) throws InterruptedException {
    if (!free.tryAcquire() && !await(patience)) {
      throw Problem.unavailable(
          "functions_busy",
          "The server runs as many calls of functions as it may. Try again in a second.",
          1);
    }
    return free::release;
  }

  int running() {
    return most - free.availablePermits();
  }

  int waiting() {
    return waiting.get();
  }

  private boolean await(Duration patience) throws InterruptedException {
    try {
      return waiting.incrementAndGet() <= MOST_WAITING
          && free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      waiting.decrementAndGet();
    }
  }
}
