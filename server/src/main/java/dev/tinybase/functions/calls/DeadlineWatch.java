package dev.tinybase.functions.calls;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks twenty times a second whose time is over, because a timer for each call would cost more
 * than the call. It sleeps while nothing has run for some seconds.
 */
final class DeadlineWatch implements AutoCloseable {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int IDLE_LOOKS = 100;

  private final Collection<LaneRun<?>> running;
  private @Nullable Thread thread; // guarded by this
  private volatile boolean asleep = true;
  private volatile boolean closed;

  DeadlineWatch(Collection<LaneRun<?>> running) {
    this.running = running;
  }

  /** Something runs. */
  void wake() {
    if (asleep) {
      start();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  private synchronized void start() {
    asleep = false;
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().daemon().name("function-deadlines").start(this::watch);
    } else {
      LockSupport.unpark(thread);
    }
  }

  private void watch() {
    int idle = 0;
    while (!closed) {
      idle = running.isEmpty() ? idle + 1 : 0;
      if (idle > IDLE_LOOKS) {
        sleep();
        idle = 0;
      }
      long now = System.nanoTime();
      running.forEach(run -> run.expire(now));
      LockSupport.parkNanos(this, PAUSE);
    }
  }

  /** Says so first and looks again then, so that nothing begins unseen. */
  private void sleep() {
    asleep = true;
    while (asleep && running.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    asleep = false;
  }
}
