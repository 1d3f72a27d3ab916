package dev.tinybase.db;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction that the calls of one thread take part in. */
final class OpenTransaction {
  private final LeasedSql sql;
  private final CurrentRead current;
  private final boolean readsCanHarm;
  private final Thread thread = Thread.currentThread();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private boolean writing;

  /**
   * @param readsCanHarm whether a statement that fails leaves the transaction unusable unless there
   *     is a savepoint, even one that only reads
   */
  OpenTransaction(LeasedSql sql, CurrentRead current, boolean readsCanHarm) {
    this.sql = sql;
    this.current = current;
    this.readsCanHarm = readsCanHarm;
  }

  /** Whether the current thread is the one whose calls take part. */
  boolean isMine() {
    return Thread.currentThread() == thread;
  }

  <T extends @Nullable Object> T read(Database.Work<T> work) {
    refuseInWrite();
    var enclosing = current.enclosing();
    return enclosing == null ? reading(false, work) : work.run(enclosing);
  }

  <T extends @Nullable Object> T snapshot(Database.Work<T> work) {
    refuseInWrite();
    var enclosing = current.enclosingSnapshot();
    return enclosing == null ? reading(true, work) : work.run(enclosing);
  }

  <T extends @Nullable Object> T write(Database.Work<T> work) {
    refuseInWrite();
    current.refuseWrite();
    writing = true;
    try {
      return sql.nested(work);
    } finally {
      writing = false;
    }
  }

  <T extends @Nullable Object, E extends Exception> T nested(Database.Transaction<T, E> work)
      throws E {
    refuseInWrite();
    current.refuseWrite();
    return sql.savepoint(work);
  }

  void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** To be called once everything is on disk. */
  void committed() {
    afterCommit.forEach(Runnable::run);
  }

  private <T extends @Nullable Object> T reading(boolean snapshot, Database.Work<T> work) {
    return readsCanHarm
        ? sql.nested(inner -> current.run(inner, snapshot, work))
        : current.run(sql, snapshot, work);
  }

  private void refuseInWrite() {
    if (writing) {
      throw new IllegalStateException("a work that writes must not call the database again");
    }
  }
}
