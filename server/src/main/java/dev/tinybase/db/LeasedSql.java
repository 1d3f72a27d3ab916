package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the hands of another thread than its owner's. Each statement runs under a lock,
 * so that the owner can take the connection back between two of them.
 */
final class LeasedSql implements Sql {
  private static final int CANCEL_MILLIS = 5;

  /** What the databases do differently. */
  interface Engine {
    /** Makes the statement that runs fail; called from another thread. */
    void cancel();

    /** Whether the database has given up the whole transaction because of the failure. */
    boolean gaveUp(RuntimeException failure);
  }

  private final JdbcSql sql;
  private final Engine engine;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable RuntimeException over;
  private int depth;

  LeasedSql(JdbcSql sql, Engine engine) {
    this.sql = sql;
    this.engine = engine;
  }

  @Override
  public <T> List<T> list(String text, RowMapper<T> mapper, @Nullable Object... parameters) {
    return run(() -> sql.list(text, mapper, parameters));
  }

  @Override
  public <T> Optional<T> first(String text, RowMapper<T> mapper, @Nullable Object... parameters) {
    return run(() -> sql.first(text, mapper, parameters));
  }

  @Override
  public void each(String text, Consumer<Row> consumer, @Nullable Object... parameters) {
    run(() -> {
      sql.each(text, consumer, parameters);
      return true;
    });
  }

  @Override
  public long number(String text, @Nullable Object... parameters) {
    return run(() -> sql.number(text, parameters));
  }

  @Override
  public int update(String text, @Nullable Object... parameters) {
    return run(() -> sql.update(text, parameters));
  }

  @Override
  public void execute(String text) {
    run(() -> {
      sql.execute(text);
      return true;
    });
  }

  @Override
  public <T extends @Nullable Object> T nested(Database.Work<T> work) {
    return this.<T, RuntimeException>savepoint(() -> work.run(this));
  }

  @Override
  public void announce() {
    sql.announce();
  }

  /** Runs a part of the transaction that what it throws undoes. */
  <T extends @Nullable Object, E extends Exception> T savepoint(Database.Transaction<T, E> part)
      throws E {
    var name = "leased_" + depth++;
    try {
      update("savepoint " + name);
      T result;
      try {
        result = part.run();
      } catch (Throwable t) {
        undo(name);
        throw t;
      }
      update("release savepoint " + name);
      return result;
    } finally {
      depth--;
    }
  }

  /** Throws what ended the transaction before its time, if something did. */
  void requireUsable() {
    if (over == null && Thread.currentThread().isInterrupted()) {
      over = interrupted();
    }
    var reason = over;
    if (reason != null) {
      throw reason;
    }
  }

  /** For the owner: makes all later statements fail, and the one that runs, and waits for it. */
  void revoke(Problem why) {
    over = why;
    boolean interrupted = false;
    for (boolean mine = lock.tryLock(); !mine; ) {
      engine.cancel();
      try {
        mine = lock.tryLock(CANCEL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    lock.unlock();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What ended the transaction before its time. */
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(over);
  }

  static Problem interrupted() {
    return Problem.unavailable(
        "interrupted", "The thread was interrupted, and its transaction was undone.", 1);
  }

  /** What a transaction cannot undo in part it must undo as a whole. */
  private void undo(String name) {
    try {
      update("rollback to savepoint " + name);
      update("release savepoint " + name);
    } catch (RuntimeException e) {
      if (over == null) {
        over = e;
      }
    }
  }

  private <T> T run(Supplier<T> statement) {
    lock.lock();
    try {
      requireUsable();
      return statement.get();
    } catch (RuntimeException e) {
      throw failed(e instanceof TransientFailure failure ? failure.problem() : e);
    } finally {
      lock.unlock();
    }
  }

  private RuntimeException failed(RuntimeException failure) {
    if (over == null && engine.gaveUp(failure)) {
      over = failure;
    }
    var reason = over;
    return reason == null ? failure : reason;
  }
}
