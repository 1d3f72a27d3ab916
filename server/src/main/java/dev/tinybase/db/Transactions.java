package dev.tinybase.db;

import org.jspecify.annotations.Nullable;

/** Finds the transaction that a thread is in. */
final class Transactions {
  private final ScopedValue<OpenTransaction> scope = ScopedValue.newInstance();
  private final CurrentRead reads = new CurrentRead();
  private final boolean readsCanHarm;

  /** See {@link OpenTransaction}. */
  Transactions(boolean readsCanHarm) {
    this.readsCanHarm = readsCanHarm;
  }

  /** The transaction of this thread; null where there is none. */
  @Nullable OpenTransaction current() {
    if (!scope.isBound()) {
      return null;
    }
    var open = scope.get();
    return open.isMine() ? open : null;
  }

  /** Runs the action now, or after the commit of the transaction that this thread is in. */
  void afterCommit(Runnable action) {
    var open = current();
    if (open == null) {
      action.run();
    } else {
      open.afterCommit(action);
    }
  }

  /** Runs the work with a connection that the lease will bring, or has brought. */
  <T extends @Nullable Object, E extends Exception> T run(
      LeasedConnection lease, Database.Transaction<T, E> work) throws E {
    var sql = lease.await();
    var open = new OpenTransaction(sql, reads, readsCanHarm);
    T result;
    try {
      result = ScopedValue.where(scope, open).call(work::run);
      sql.requireUsable();
    } catch (Throwable t) {
      lease.rollback();
      throw t;
    }
    lease.commit();
    open.committed();
    return result;
  }
}
