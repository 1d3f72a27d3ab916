package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What both databases do alike: a call on a thread that is in a read, a write or a transaction
 * already takes part in that, on its connection, or is refused. With a connection of its own for
 * each level, threads could wait for each other for ever.
 */
abstract class JdbcDatabase implements Database {
  /** What a thread is in. */
  private sealed interface Scope {
    record None() implements Scope {}

    record Read(Sql sql, boolean snapshot, boolean inTransaction) implements Scope {}

    /** A write, which is a part of a transaction or of none. */
    record Write(@Nullable Open transaction) implements Scope {}

    record Open(JdbcSql sql, Thread thread) implements Scope {}
  }

  private static final System.Logger LOG = System.getLogger(JdbcDatabase.class.getName());
  private static final Scope NONE = new Scope.None();

  private final ScopedValue<Scope> current = ScopedValue.newInstance();
  private final boolean readsCanHarm;

  /**
   * @param readsCanHarm whether a statement that fails leaves the transaction unusable unless there
   *     is a savepoint, even one that only reads
   */
  JdbcDatabase(boolean readsCanHarm) {
    this.readsCanHarm = readsCanHarm;
  }

  /** Runs a read on a connection of the pool. */
  abstract <T extends @Nullable Object> T readAlone(Work<T> work);

  /** Runs a read in a transaction of its own. */
  abstract <T extends @Nullable Object> T snapshotAlone(Work<T> work);

  /** Runs a write, with what follows its commit. */
  abstract <T extends @Nullable Object> T writeAlone(Work<T> work);

  /** Begins a transaction: makes somebody bring a connection. */
  abstract LeasedConnection lease(Duration limit);

  @Override
  public final <T extends @Nullable Object> T read(Work<T> work) {
    return switch (scope()) {
      case Scope.None _ -> readAlone(sql -> reading(sql, false, false, work));
      case Scope.Read read -> work.run(read.sql());
      case Scope.Write _ -> throw insideWrite();
      case Scope.Open open -> readingIn(open.sql(), false, work);
    };
  }

  @Override
  public final <T extends @Nullable Object> T snapshot(Work<T> work) {
    return switch (scope()) {
      case Scope.None _ -> snapshotAlone(sql -> reading(sql, true, false, work));
      case Scope.Read(Sql sql, boolean snapshot, _) when snapshot -> work.run(sql);
      case Scope.Read _ ->
          throw new IllegalStateException("a snapshot inside a read: begin with the snapshot");
      case Scope.Write _ -> throw insideWrite();
      case Scope.Open open -> readingIn(open.sql(), true, work);
    };
  }

  @Override
  public final <T extends @Nullable Object> T write(Work<T> work) {
    return switch (scope()) {
      case Scope.None _ -> writeAlone(work);
      case Scope.Read _ -> throw insideRead();
      case Scope.Write _ -> throw insideWrite();
      case Scope.Open open -> writingIn(open, work);
    };
  }

  @Override
  public final <T extends @Nullable Object, E extends Exception> T transaction(
      Duration limit, Transaction<T, E> work) throws E {
    return switch (scope()) {
      case Scope.None _ -> run(lease(limit), work);
      case Scope.Read _ -> throw insideRead();
      case Scope.Write _ -> throw insideWrite();
      case Scope.Open open -> open.sql().savepoint(work);
    };
  }

  @Override
  public final boolean inTransaction() {
    return switch (scope()) {
      case Scope.None _ -> false;
      case Scope.Read read -> read.inTransaction();
      case Scope.Write write -> write.transaction() != null;
      case Scope.Open _ -> true;
    };
  }

  @Override
  public final <T extends @Nullable Object> T withinTransaction(Supplier<T> action) {
    return switch (scope()) {
      case Scope.Write(var open) when open != null ->
          ScopedValue.where(current, open).call(action::get);
      case Scope.Open _ -> action.get();
      case Scope.None _, Scope.Read _, Scope.Write _ ->
          throw new IllegalStateException("in no transaction that writes");
    };
  }

  /** The problem of a read that {@link #cancelRead} ended. */
  static Problem cancelled() {
    return Problem.unavailable(
        "interrupted", "The client closed its side of the connection, so the read was ended.", 1);
  }

  /** Runs what must not end its caller; each failure is logged. */
  static void runEach(List<Runnable> actions) {
    for (var action : actions) {
      try {
        action.run();
      } catch (Throwable t) {
        LOG.log(System.Logger.Level.WARNING, "What follows a change in the database failed", t);
      }
    }
  }

  /** Runs what writes; calls of this database within are refused. */
  final <T extends @Nullable Object> T writing(ScopedValue.CallableOp<T, RuntimeException> action) {
    return ScopedValue.where(current, new Scope.Write(null)).call(action);
  }

  private Scope scope() {
    var scope = current.orElse(NONE);
    return scope instanceof Scope.Open open && open.thread() != Thread.currentThread()
        ? NONE
        : scope;
  }

  private <T extends @Nullable Object> T reading(
      Sql sql, boolean snapshot, boolean inTransaction, Work<T> work) {
    return ScopedValue.where(current, new Scope.Read(sql, snapshot, inTransaction))
        .call(() -> work.run(sql));
  }

  private <T extends @Nullable Object> T readingIn(JdbcSql sql, boolean snapshot, Work<T> work) {
    return readsCanHarm
        ? sql.nested(inner -> reading(inner, snapshot, true, work))
        : reading(sql, snapshot, true, work);
  }

  private <T extends @Nullable Object> T writingIn(Scope.Open open, Work<T> work) {
    return ScopedValue.where(current, new Scope.Write(open)).call(() -> open.sql().nested(work));
  }

  private <T extends @Nullable Object, E extends Exception> T run(
      LeasedConnection lease, Transaction<T, E> work) throws E {
    var sql = lease.await();
    T result;
    List<Runnable> afterCommit;
    try {
      result =
          ScopedValue.where(current, new Scope.Open(sql, Thread.currentThread())).call(work::run);
      lease.requireUsable();
      afterCommit = sql.endWrite();
    } catch (Throwable t) {
      lease.rollback();
      throw t;
    }
    lease.commit();
    runEach(afterCommit);
    return result;
  }

  private static IllegalStateException insideRead() {
    return new IllegalStateException("a write inside a read: write after it has ended");
  }

  private static IllegalStateException insideWrite() {
    return new IllegalStateException("a work that writes must not call the database again");
  }
}
