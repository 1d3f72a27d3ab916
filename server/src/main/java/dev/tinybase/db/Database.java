package dev.tinybase.db;

import org.jspecify.annotations.Nullable;

/**
 * The data of one instance, on SQLite or PostgreSQL. All methods block the calling (virtual)
 * thread; all of them are safe for use by many threads.
 */
public interface Database extends AutoCloseable {
  /** Runs statements that only read, each of them on what was committed when it began. */
  <T extends @Nullable Object> T read(Work<T> work);

  /** Runs statements that only read, all of them on one consistent state. */
  <T extends @Nullable Object> T snapshot(Work<T> work);

  /**
   * Runs the work in a transaction and returns after it is on disk. On SQLite many works share one
   * commit; what the work throws undoes that work alone. The work runs on the writer's thread: it
   * must be short and must not call {@link Database} again. A work may run again from its
   * beginning, after another one of its commit failed (SQLite), or after a serialization failure, a
   * deadlock or a lost connection (PostgreSQL): it must change nothing but the database.
   *
   * @throws dev.tinybase.errors.Problem 503 when too many writes wait already, or when the database
   *     is busy, full or out of reach
   * @throws ConstraintViolation when a constraint of the database refuses the change
   */
  <T extends @Nullable Object> T write(Work<T> work);

  /** What differs between the two databases. */
  Dialect dialect();

  /** Figures for metrics and readiness. */
  DatabaseStatus status();

  /** Calls the listener (on another thread) after another process has changed the data. */
  void onForeignChange(Runnable listener);

  /** Finishes the waiting writes, then closes every connection. */
  @Override
  void close();

  /** Statements to run on one connection. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run(Sql sql);
  }
}
