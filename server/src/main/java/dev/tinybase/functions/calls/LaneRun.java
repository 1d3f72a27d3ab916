package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.invoke.Lane;
import dev.tinybase.functions.registry.Function;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One work on its way from the thread that waits for it to one of the pool, and back. The one who
 * waits holds no lock and, being a virtual thread, no thread of the system.
 *
 * @param <T> what comes of it
 */
final class LaneRun<T extends @Nullable Object> implements Runnable {
  private static final Lane LANE =
      (function, call, host, input) -> function.invoke(call, host, input);
  private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

  private final Function function;
  private final Lanes.Work<T> work;
  private final long deadline;
  private final Thread waiter = Thread.currentThread();
  private @Nullable Thread thread; // guarded by this; the one that runs it
  private @Nullable Runnable whenFreed; // guarded by this; what a stuck one does at its end
  private boolean over; // guarded by this
  private volatile boolean expired;
  private volatile boolean done;
  private @Nullable T result;
  private @Nullable Throwable failure;

  /**
   * A work for which the current thread will wait.
   *
   * @param deadline in nanoseconds of the system's timer
   */
  LaneRun(Function function, Lanes.Work<T> work, long deadline) {
    this.function = function;
    this.work = work;
    this.deadline = deadline;
  }

  Function function() {
    return function;
  }

  @Override
  public void run() {
    if (begin()) {
      try {
        result = work.run(LANE);
      } catch (Throwable e) { // whatever a function does to itself must not end the pool's thread
        failure = e;
      } finally {
        end();
      }
    }
  }

  /** Wakes the one who waits when the time is over. */
  void expire(long now) {
    if (now - deadline >= 0 && !expired) {
      expired = true;
      LockSupport.unpark(waiter);
    }
  }

  /** Waits for the end; what has not ended in time is passed to {@code stuck} with its thread. */
  @SuppressWarnings("NullAway") // the result is of the type that the work returned
  T await(Stuck stuck) throws Throwable {
    while (!done) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        giveUp(stuck);
        throw new InterruptedException();
      }
      if (expired && !done) {
        giveUp(stuck);
        throw new FunctionFailure(CallFailure.TIMEOUT, timeout(), null);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return result;
  }

  private String timeout() {
    return "Function '" + function.name() + "' took longer than it may.";
  }

  private synchronized boolean begin() {
    if (over) {
      return false;
    }
    thread = Thread.currentThread();
    return true;
  }

  private void end() {
    Runnable freed;
    synchronized (this) {
      thread = null;
      done = true;
      freed = whenFreed;
    }
    // from here on nobody interrupts this thread on account of this run
    Thread.interrupted();
    if (freed == null) {
      LockSupport.unpark(waiter);
    } else {
      freed.run();
    }
  }

  private void giveUp(Stuck stuck) {
    synchronized (this) {
      over = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
    long end = System.nanoTime() + GRACE;
    while (runs() && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(this, end - System.nanoTime());
      Thread.interrupted();
    }
    synchronized (this) {
      if (thread != null) {
        whenFreed = stuck.add(function, thread);
      }
    }
  }

  private synchronized boolean runs() {
    return thread != null;
  }

  /** Keeps the books of works that go on though nobody waits for them. */
  @FunctionalInterface
  interface Stuck {
    /** There is one more; what to do when it has ended after all. */
    Runnable add(Function function, Thread thread);
  }
}
