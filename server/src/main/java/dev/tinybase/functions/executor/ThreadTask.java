package dev.tinybase.functions.executor;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.invoke.Invoker;
import dev.tinybase.functions.registry.Function;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One task on its way from the thread that waits for it to one of the pool, and back. The one who
 * waits holds no lock and, being a virtual thread, no thread of the system.
 *
 * @param <T> what comes of it
 */
final class ThreadTask<T extends @Nullable Object> implements Runnable {
  private static final Invoker INVOKER =
      (function, call, host, input) -> function.invoke(call, host, input);
  private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

  /** How long a busy machine may take to give it a thread. */
  private static final long MOST_UNTIL_BEGUN = TimeUnit.SECONDS.toNanos(10);

  private final Function function;
  private final Duration limit;
  private final CallExecutor.Task<T> task;
  private final InstantSource clock;
  private final Thread waiter = Thread.currentThread();
  private @Nullable Thread thread; // guarded by this; the one that runs it
  private @Nullable Runnable whenFreed; // guarded by this; what a stuck one does at its end
  private boolean over; // guarded by this
  private volatile boolean begun;
  private long deadline = System.nanoTime() + MOST_UNTIL_BEGUN; // guarded by this; of its step
  private volatile boolean expired;
  private volatile boolean done;
  private @Nullable T result;
  private @Nullable Throwable failure;

  /** A task for which the current thread will wait. */
  ThreadTask(Function function, Duration limit, CallExecutor.Task<T> task, InstantSource clock) {
    this.function = function;
    this.limit = limit;
    this.task = task;
    this.clock = clock;
  }

  Function function() {
    return function;
  }

  @Override
  public void run() {
    if (begin()) {
      try {
        result = task.run(INVOKER, clock.instant().plus(limit));
      } catch (Throwable e) { // whatever a function does to itself must not end the pool's thread
        failure = e;
      } finally {
        end();
      }
    }
  }

  /** Wakes the one who waits when the time is over. */
  synchronized void expire(long now) {
    if (now - deadline >= 0 && !expired) {
      expired = true;
      LockSupport.unpark(waiter);
    }
  }

  /** Waits for the end; what has not ended in time is told to the watch. */
  @SuppressWarnings("NullAway") // the result is of the type that the task returned
  T await(TaskWatch watch) throws Throwable {
    while (!done) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        giveUp(watch);
        throw new InterruptedException();
      }
      if (expired && !done) {
        throw late(watch);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return result;
  }

  private RuntimeException late(TaskWatch watch) {
    giveUp(watch);
    return begun
        ? new FunctionFailure(
            CallFailure.TIMEOUT,
            "Function '" + function.name() + "' took longer than it may.",
            null)
        : Problem.unavailable(
            "overloaded", "No thread has begun the call for ten seconds; try again.", 5);
  }

  private synchronized boolean begin() {
    if (over || expired) {
      return false;
    }
    thread = Thread.currentThread();
    deadline = System.nanoTime() + limit.toNanos();
    begun = true;
    return true;
  }

  private void end() {
    Runnable freed;
    synchronized (this) {
      thread = null;
      done = true;
      freed = whenFreed;
    }
    // from here on nobody interrupts this thread on account of this task
    Thread.interrupted();
    if (freed == null) {
      LockSupport.unpark(waiter);
    } else {
      freed.run();
    }
  }

  private void giveUp(TaskWatch watch) {
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
        whenFreed = watch.addStuck(function, thread);
      }
    }
  }

  private synchronized boolean runs() {
    return thread != null;
  }
}
