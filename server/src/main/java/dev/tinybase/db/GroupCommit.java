package dev.tinybase.db;

import dev.tinybase.db.SqliteWriter.WriteTask;
import dev.tinybase.errors.Problem;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the writer's thread does on its connection, in one commit each time. */
final class GroupCommit implements LeasedConnection.Engine {
  private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

  /** Larger than what fits into the pages that are there already. */
  private static final String PROBE = "x".repeat(64 << 10);

  private final JdbcSql sql;
  private final org.sqlite.SQLiteConnection sqlite;
  private final Runnable schemaChange;
  private final LongAdder commits = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private long dataVersion = -1;
  private volatile boolean writable = true;

  /**
   * @param schemaChange to be run after a commit that may have changed tables
   */
  GroupCommit(JdbcSql connection, Runnable schemaChange) {
    this.sql = connection;
    this.sqlite = (org.sqlite.SQLiteConnection) connection.jdbc();
    this.schemaChange = schemaChange;
  }

  /** Whether the last write went through. */
  boolean writable() {
    return writable;
  }

  long count() {
    return commits.sum();
  }

  long writes() {
    return writes.sum();
  }

  /** Leases the connection for a transaction, and goes on when it is back. */
  void lease(LeasedConnection lease) {
    @Nullable Throwable failure = null;
    try {
      sql.update("begin immediate");
      if (lease.lease(sql, this)) {
        commit();
        succeeded(1, lease.hasSchemaChanged());
      } else {
        rollback();
        lease.failure().ifPresent(this::failed);
      }
    } catch (Throwable t) {
      rollback();
      failed(t);
      failure = t;
    } finally {
      if (lease.hasSchemaChanged()) {
        sql.forgetStatements();
      }
      lease.end(failure);
    }
  }

  /** Runs each work so that it can be undone alone, commits once, and lets the callers go on. */
  void run(List<WriteTask<?>> group) {
    if (group.isEmpty()) {
      return;
    }
    boolean done = false;
    try {
      if (!runPlainly(group)) {
        rollback();
        sql.takeSchemaChanged();
        runInSavepoints(group);
      }
      commit();
      done = true;
      committed(group);
    } catch (Throwable t) {
      rollback();
      failAll(
          group,
          t instanceof Problem problem && SqliteErrors.isStorage(t)
              ? Database.nothingSaved(problem)
              : t);
    } finally {
      sql.takeSchemaChanged();
      for (var task : group) {
        task.complete(done);
      }
    }
  }

  private void commit() {
    try {
      sql.update("commit");
    } catch (RuntimeException e) {
      throw SqliteErrors.atCommit(e);
    }
  }

  /**
   * Savepoints copy every page that changes, which costs more than the change. Most works succeed,
   * and most of those that fail have changed nothing yet, so the group is tried without. False
   * where a work failed that has something to undo.
   */
  private boolean runPlainly(List<WriteTask<?>> group) {
    sql.update("begin immediate");
    for (var task : group) {
      long before = changes();
      try {
        task.run(sql);
      } catch (Throwable t) {
        if (group.size() == 1 || SqliteErrors.isStorage(t)) {
          throw t;
        }
        if (changes() != before || sql.hasSchemaChanged()) {
          return false;
        }
        task.fail(t);
      }
    }
    return true;
  }

  private void runInSavepoints(List<WriteTask<?>> group) {
    sql.update("begin immediate");
    for (var task : group) {
      task.startAgain();
      sql.update("savepoint work");
      try {
        task.run(sql);
      } catch (Throwable t) {
        if (SqliteErrors.isStorage(t)) {
          throw t; // SQLite has given up the whole transaction
        }
        sql.update("rollback to savepoint work");
        task.fail(t);
      }
      sql.update("release savepoint work");
    }
  }

  private void committed(List<WriteTask<?>> group) {
    int done = 0;
    for (var task : group) {
      done += task.failed() ? 0 : 1;
    }
    succeeded(done, sql.takeSchemaChanged());
  }

  private void succeeded(int works, boolean schemaChanged) {
    commits.increment();
    writes.add(works);
    writable |= works > 0;
    if (schemaChanged) {
      sql.forgetStatements();
      schemaChange.run();
    }
  }

  /** A work that failed before the commit did keeps its own reason. */
  private void failAll(List<WriteTask<?>> group, Throwable cause) {
    group.stream().filter(task -> !task.failed()).forEach(task -> task.fail(cause));
    failed(cause);
  }

  private void failed(Throwable failure) {
    if (SqliteErrors.isStorage(failure)) {
      if (writable) {
        LOG.log(System.Logger.Level.ERROR, failure.getMessage());
      }
      writable = false;
    }
  }

  /**
   * Looks whether the file can be written again. Without it an instance that a balancer took out
   * for being read-only would stay out.
   */
  void probe() {
    if (writable) {
      return;
    }
    try {
      sql.update("begin immediate");
      sql.update("insert or replace into _meta (key, value) values ('probe', ?)", PROBE);
      sql.update("commit");
      sql.update("delete from _meta where key = 'probe'");
      writable = true;
    } catch (RuntimeException e) {
      rollback();
    }
  }

  /** Rows changed since the connection was opened. */
  long changes() {
    try {
      return sqlite.getDatabase().total_changes();
    } catch (SQLException e) {
      throw new DatabaseException("cannot count the changes", e);
    }
  }

  /** The only method that another thread may call. */
  @Override
  public void cancel() {
    SqliteFile.interrupt(sqlite);
  }

  /**
   * After some failures (disk full, out of memory) SQLite rolls back by itself, and every further
   * statement would be a transaction of its own. Whether it has is known by whether another one can
   * begin.
   */
  @Override
  public boolean gaveUp(RuntimeException failure) {
    if (failure instanceof ConstraintViolation) {
      return false;
    }
    try {
      sql.update("begin");
    } catch (RuntimeException e) {
      return false;
    }
    sql.update("rollback");
    return true;
  }

  /** Whether others have committed since the last call; their number changes with nothing else. */
  boolean changedByOthers() {
    long version = sql.number("pragma data_version");
    boolean changed = dataVersion >= 0 && version != dataVersion;
    dataVersion = version;
    if (changed) {
      sql.forgetStatements();
    }
    return changed;
  }

  /** Ends a transaction, if there is one. */
  void rollback() {
    try {
      sql.update("rollback");
    } catch (RuntimeException e) {
      // SQLite had rolled back by itself, or never begun.
    }
  }

  /** Moves the log into the file, empties it, and closes the connection. */
  void close() {
    try {
      SqliteFile.pragma(sqlite, "wal_checkpoint(truncate)");
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, "The write-ahead log stays: {0}", e.getMessage());
    }
    sql.close();
  }
}
