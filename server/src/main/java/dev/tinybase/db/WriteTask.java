package dev.tinybase.db;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One caller's work on its way through the writer's queue. */
final class WriteTask<T extends @Nullable Object> implements QueuedWork {
  private final Database.Work<T> work;
  private final Thread caller = Thread.currentThread();
  private @Nullable T result;
  private @Nullable Throwable failure;
  private volatile boolean done;

  WriteTask(Database.Work<T> work) {
    this.work = work;
  }

  /** Runs the work; what it throws goes on to the writer, which undoes it. */
  void run(Sql sql) {
    result = work.run(sql);
  }

  /** Forgets what the work did in a transaction that was undone. */
  void startAgain() {
    result = null;
    failure = null;
  }

  void fail(Throwable cause) {
    failure = cause;
  }

  boolean failed() {
    return failure != null;
  }

  /** Lets the caller go on; nothing changes after it. */
  void complete() {
    done = true;
    LockSupport.unpark(caller);
  }

  /**
   * Waits for the outcome, even when interrupted: the work may be on disk already, and the caller
   * must not be told otherwise.
   */
  @SuppressWarnings("NullAway") // the result is of the type that the work returned
  T await() {
    boolean interrupted = false;
    while (!done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      caller.interrupt();
    }
    return switch (failure) {
      case null -> result;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("a work threw a checked exception", failure);
    };
  }
}
