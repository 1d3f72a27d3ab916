package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its way from the thread that owns it to one that borrows it for a transaction,
 * and back. The owner waits meanwhile, and takes the connection back when the time is over.
 */
final class Loan implements QueuedWork {
  private sealed interface State {
    /** The borrower waits for the connection. */
    record Waiting() implements State {}

    /** The borrower works with it. */
    record Lent() implements State {}

    /** The borrower is done, and what it did is to be kept or not. */
    record Returned(boolean keep) implements State {}

    /** The borrower must not use it (any more). */
    record Recalled(Problem why) implements State {}
  }

  private static final State WAITING = new State.Waiting();
  private static final State LENT = new State.Lent();
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Thread borrower = Thread.currentThread();
  private final Duration limit;
  private final AtomicReference<State> state = new AtomicReference<>(WAITING);
  private volatile @Nullable Thread owner;
  private volatile boolean ended;
  private @Nullable LentSql sql;
  private @Nullable Throwable failure;

  Loan(Duration limit) {
    this.limit = limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
  }

  /**
   * For the owner: lends the connection and waits until it is back.
   *
   * @return whether to commit
   */
  boolean lend(LentSql connection) {
    owner = Thread.currentThread();
    sql = connection;
    if (state.compareAndSet(WAITING, LENT)) {
      LockSupport.unpark(borrower);
      awaitReturn(System.nanoTime() + limit.toNanos());
    }
    return switch (state.get()) {
      case State.Returned(boolean keep) -> keep;
      case State.Recalled(Problem why) -> {
        connection.takeBack(why);
        yield false;
      }
      case State.Waiting _, State.Lent _ -> throw new IllegalStateException("still lent");
    };
  }

  /** For the owner: lets the borrower go on, after the commit or the rollback. */
  void end(@Nullable Throwable cause) {
    failure = cause;
    ended = true;
    LockSupport.unpark(borrower);
  }

  /** Ends a transaction that runs, from any thread. */
  void recall(Problem why) {
    if (state.compareAndSet(LENT, new State.Recalled(why))) {
      LockSupport.unpark(owner);
    }
  }

  /** Whether the owner has taken the connection back. */
  boolean isRecalled() {
    return state.get() instanceof State.Recalled;
  }

  /** For the borrower: waits for the connection; an interrupt ends the waiting. */
  LentSql await() {
    while (state.get() instanceof State.Waiting && !ended) {
      LockSupport.park(this);
      if (borrower.isInterrupted()) {
        leave();
      }
    }
    if (state.get() instanceof State.Waiting) {
      throw reason(Objects.requireNonNull(failure));
    }
    return Objects.requireNonNull(sql);
  }

  /** For the borrower: commits; throws what went wrong instead, as a write does. */
  void keep() {
    giveBack(true);
    if (state.get() instanceof State.Recalled(Problem why)) {
      throw why;
    }
    if (failure != null) {
      throw reason(failure);
    }
  }

  /** For the borrower: rolls back. */
  void undo() {
    giveBack(false);
  }

  private void giveBack(boolean keep) {
    if (state.compareAndSet(LENT, new State.Returned(keep))) {
      LockSupport.unpark(owner);
      awaitEnd();
    }
  }

  private void leave() {
    var why = LentSql.interrupted();
    if (state.compareAndSet(WAITING, new State.Recalled(why))) {
      throw why;
    }
  }

  private void awaitReturn(long deadline) {
    while (state.get() instanceof State.Lent) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        recall(timeout());
      } else {
        LockSupport.parkNanos(this, left);
        Thread.interrupted(); // else the next park would return at once
      }
    }
  }

  /** Waits even when interrupted: the commit may be on disk already. */
  private void awaitEnd() {
    boolean interrupted = false;
    while (!ended) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      borrower.interrupt();
    }
  }

  private Problem timeout() {
    return Problem.unavailable(
        "transaction_timeout",
        "The transaction took longer than "
            + Math.max(0, limit.toMillis())
            + " ms and was undone; do what is slow before or after it.",
        1);
  }

  private static RuntimeException reason(Throwable failure) {
    return switch (failure) {
      case Error e -> throw e;
      case RuntimeException e -> e;
      default -> new IllegalStateException("a transaction failed", failure);
    };
  }
}
