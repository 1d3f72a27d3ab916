package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.function.Supplier;
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

  /**
   * Writes slice after slice, each in a transaction of its own, so that the writes of others never
   * wait for long; until one changes less than a whole slice, or this thread is interrupted.
   *
   * @param size of a whole slice
   * @param slice tells how much it has changed
   * @return how much was changed in all
   */
  default long writeInSlices(int size, Work<Integer> slice) {
    long total = 0;
    int changed;
    do {
      changed = write(slice);
      total += changed;
    } while (changed >= size && !Thread.currentThread().isInterrupted());
    return total;
  }

  /**
   * Runs the work on this thread, in one transaction that every call of this {@link Database} on
   * this thread takes part in: reads see what was written, a write that fails is undone alone (as
   * in {@link #write}) and the rest may go on, and a transaction inside is a part that can be
   * undone alone, within the time of the outer one. Other threads see nothing before the commit.
   * What the work throws undoes everything and is thrown on. The work runs once.
   *
   * <p>On SQLite nobody else can write meanwhile. A transaction that takes longer than its limit is
   * undone, so that the others can go on; its thread learns that at its next call or at the end. So
   * does one whose thread is interrupted.
   *
   * @throws dev.tinybase.errors.Problem 503 {@code transaction_timeout}, {@code interrupted}, and
   *     what {@link #write} throws; {@code database_busy} where PostgreSQL ended it because of
   *     another one
   */
  <T extends @Nullable Object, E extends Exception> T transaction(
      Duration limit, Transaction<T, E> work) throws E;

  /**
   * Runs what is no statement in the middle of a {@link #write} that is part of a {@link
   * #transaction} of this thread: its calls of this database take part in the transaction too.
   */
  <T extends @Nullable Object> T withinTransaction(Supplier<T> action);

  /** The code of the problem of a change that may have been saved or not. */
  String OUTCOME_UNKNOWN = "outcome_unknown";

  /** The problem of a commit that failed, so that nobody knows whether it took place. */
  static Problem outcomeUnknown(String why) {
    return Problem.unavailable(
        OUTCOME_UNKNOWN,
        why + " The change may have been saved or not; look before you repeat it.",
        1);
  }

  /** The same problem of a change that was undone. */
  static Problem nothingSaved(Problem failure) {
    return failure.code().equals(OUTCOME_UNKNOWN)
        ? failure
        : Problem.unavailable(failure.code(), failure.detail() + " Nothing was saved.", 30);
  }

  /**
   * Runs an action whose reads and writes are about one table: where that is locked, those who wait
   * for it leave connections to the others.
   */
  <T extends @Nullable Object> T sharing(String table, Supplier<T> action);

  /**
   * Ends the statement of a {@link #read} or {@link #snapshot} that a thread is in, if one runs:
   * that fails with a 503 problem. May be called from any thread, and waits for the server.
   */
  void cancelRead(Thread reader);

  /** Whether this thread is in a {@link #transaction}. */
  boolean inTransaction();

  /** What differs between the two databases. */
  Dialect dialect();

  /** Figures for metrics and readiness. */
  Status status();

  /**
   * Whether reads find what they look for. After one that met a damaged file everything is looked
   * through, which may take long, and again at most once a minute.
   */
  default boolean isReadable() {
    return true;
  }

  /**
   * What a database wants done now and then: on SQLite the planner's statistics are brought up to
   * date where tables have changed much; on PostgreSQL, which does that itself, the announcements
   * of nodes that are gone for long are removed.
   *
   * @return the rows that were removed
   */
  long maintain();

  /**
   * Calls the listener (on another thread) after another process has changed what belongs to a
   * topic, and again until it returns normally: at most 5 seconds after the change while the
   * database can be reached. It may be called without a change, and must only read.
   */
  void onForeignChange(Topic topic, Runnable listener);

  /** Finishes the waiting writes, then closes every connection. */
  @Override
  void close();

  /**
   * A moment's figures of a database.
   *
   * @param waitingWrites works in the writer's queue (SQLite) or threads that wait for a connection
   * @param commits commits of writes since the start
   * @param writes works done by those commits; divided by {@code commits} the mean group size
   * @param readersBusy connections in use by reads
   * @param readersTotal connections for reads in all
   * @param writable whether the last write to the database's file or server went through
   * @param current whether this node hears of what others change, and has taken it over
   */
  record Status(
      int waitingWrites,
      long commits,
      long writes,
      int readersBusy,
      int readersTotal,
      boolean writable,
      boolean current) {}

  /**
   * What to do in one transaction.
   *
   * @param <T> the result
   * @param <E> what it may throw
   */
  @FunctionalInterface
  interface Transaction<T extends @Nullable Object, E extends Exception> {
    T run() throws E;
  }

  /** Statements to run on one connection. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run(Sql sql);
  }
}
