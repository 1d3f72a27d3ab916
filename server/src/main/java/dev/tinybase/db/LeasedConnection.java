package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its way from the thread that owns it to one that holds it for a transaction, and
 * back. The owner waits meanwhile, and takes the connection back when the time is over: each
 * statement runs under a lock, so that it can do so between two of them.
 */
final class LeasedConnection implements SqliteWriter.Queued {
  /** What the databases do differently. */
  interface Engine {
    /** Makes the statement that runs fail; called from another thread. */
    void cancel();

    /** Whether the database has given up the whole transaction because of the failure. */
    boolean gaveUp(RuntimeException failure);
  }

  private sealed interface State {
    /** The holder waits for the connection. */
    record Waiting() implements State {}

    /** The holder works with it. */
    record Leased() implements State {}

    /** The holder is done, and what it did is to be kept or not. */
    record Returned(boolean commit) implements State {}

    /** The holder must not use it (any more). */
    record Revoked(Problem why) implements State {}
  }

  private static final State WAITING = new State.Waiting();
  private static final State LEASED = new State.Leased();
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int CANCEL_MILLIS = 5;

  private final Thread holder = Thread.currentThread();
  private final Duration limit;
  private final AtomicReference<State> state = new AtomicReference<>(WAITING);
  private volatile @Nullable Thread owner;
  private volatile boolean ended;
  private final ReentrantLock statement = new ReentrantLock();
  private volatile @Nullable RuntimeException spoiled;
  private @Nullable JdbcSql sql;
  private @Nullable Engine engine;
  private @Nullable Throwable failure;

  LeasedConnection(Duration limit) {
    this.limit = limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
  }

  /**
   * For the owner: leases the connection and waits until it is back.
   *
   * @return whether to commit
   */
  boolean lease(JdbcSql connection, Engine database) {
    owner = Thread.currentThread();
    sql = connection.leased(this);
    sql.beginWrite();
    engine = database;
    if (state.compareAndSet(WAITING, LEASED)) {
      LockSupport.unpark(holder);
      awaitReturn(System.nanoTime() + limit.toNanos());
    }
    return switch (state.get()) {
      case State.Returned(boolean commit) -> commit;
      case State.Revoked(Problem why) -> {
        takeBack(why, database);
        yield false;
      }
      case State.Waiting _, State.Leased _ -> throw new IllegalStateException("still leased");
    };
  }

  /** Makes all later statements fail, and the one that runs, and waits for it. */
  private void takeBack(Problem why, Engine database) {
    spoiled = why;
    boolean interrupted = false;
    for (boolean mine = statement.tryLock(); !mine; ) {
      database.cancel();
      try {
        mine = statement.tryLock(CANCEL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    statement.unlock();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** For the owner: what ended the transaction before its time. */
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(spoiled);
  }

  /** For the owner: whether statements that may be DDL ran. */
  boolean hasSchemaChanged() {
    return sql != null && sql.hasSchemaChanged();
  }

  /** For the owner: what other nodes are to hear of. */
  Set<Topic> announced() {
    return sql == null ? Set.of() : sql.announced();
  }

  /** For the owner: lets the holder go on, after the commit or the rollback. */
  void end(@Nullable Throwable cause) {
    failure = cause;
    ended = true;
    LockSupport.unpark(holder);
  }

  /** Ends a transaction that runs, from any thread. */
  void revoke(Problem why) {
    if (state.compareAndSet(LEASED, new State.Revoked(why))) {
      LockSupport.unpark(owner);
    }
  }

  /** Whether the owner has taken the connection back. */
  boolean isRevoked() {
    return state.get() instanceof State.Revoked;
  }

  /** For the holder: waits for the connection; an interrupt ends the waiting. */
  JdbcSql await() {
    while (state.get() instanceof State.Waiting && !ended) {
      LockSupport.park(this);
      if (holder.isInterrupted()) {
        leave();
      }
    }
    if (state.get() instanceof State.Waiting) {
      throw reason(Objects.requireNonNull(failure));
    }
    return Objects.requireNonNull(sql);
  }

  /** For the holder: runs a statement, unless the transaction is over already. */
  <T> T run(Supplier<T> action) {
    statement.lock();
    try {
      requireUsable();
      return action.get();
    } catch (RuntimeException e) {
      throw failed(e instanceof TransientFailure failure ? failure.problem() : e);
    } finally {
      statement.unlock();
    }
  }

  private RuntimeException failed(RuntimeException problem) {
    if (spoiled == null && Objects.requireNonNull(engine).gaveUp(problem)) {
      spoil(problem);
    }
    var reason = spoiled;
    return reason == null ? problem : reason;
  }

  /** For the holder: makes the whole transaction fail, for the first of such reasons. */
  void spoil(RuntimeException reason) {
    if (spoiled == null) {
      spoiled = reason;
    }
  }

  /** For the holder: throws what ended the transaction before its time, if something did. */
  void requireUsable() {
    if (spoiled == null && Thread.currentThread().isInterrupted()) {
      spoil(interrupted());
    }
    var reason = spoiled;
    if (reason != null) {
      throw reason;
    }
  }

  /** For the holder: commits; throws what went wrong instead, as a write does. */
  void commit() {
    giveBack(true);
    if (state.get() instanceof State.Revoked(Problem why)) {
      throw why;
    }
    if (failure != null) {
      throw reason(failure);
    }
  }

  /** For the holder: rolls back. */
  void rollback() {
    giveBack(false);
  }

  private void giveBack(boolean commit) {
    if (state.compareAndSet(LEASED, new State.Returned(commit))) {
      LockSupport.unpark(owner);
      awaitEnd();
    }
  }

  private void leave() {
    var why = interrupted();
    if (state.compareAndSet(WAITING, new State.Revoked(why))) {
      throw why;
    }
  }

  private void awaitReturn(long deadline) {
    while (state.get() instanceof State.Leased) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        revoke(timeout());
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
      holder.interrupt();
    }
  }

  private static Problem interrupted() {
    return Problem.unavailable(
        "interrupted", "The thread was interrupted, and its transaction was undone.", 1);
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
