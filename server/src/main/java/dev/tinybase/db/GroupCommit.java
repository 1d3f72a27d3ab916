package dev.tinybase.db;

import dev.tinybase.db.SqliteWriter.WriteTask;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the writer's thread does in one commit. */
final class GroupCommit {
  private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

  /** Larger than what fits into the pages that are there already. */
  private static final String PROBE = "x".repeat(64 << 10);

  private final SqliteConnection connection;
  private final JdbcSql sql;
  private final Runnable schemaChange;
  private final LongAdder commits = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private volatile boolean writable = true;

  /**
   * @param schemaChange to be run after a commit that may have changed tables
   */
  GroupCommit(SqliteConnection connection, Runnable schemaChange) {
    this.connection = connection;
    this.sql = connection.sql();
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
      if (lease.lease(sql, connection)) {
        sql.update("commit");
        succeeded(1, lease.hasSchemaChanged());
      } else {
        connection.rollback();
        lease.failure().ifPresent(this::failed);
      }
    } catch (Throwable t) {
      connection.rollback();
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
    try {
      if (!runPlainly(group)) {
        connection.rollback();
        sql.takeSchemaChanged();
        runInSavepoints(group);
      }
      sql.update("commit");
      committed(group);
    } catch (Throwable t) {
      connection.rollback();
      failAll(group, t);
    } finally {
      sql.takeSchemaChanged();
      group.forEach(WriteTask::complete);
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
      long changes = connection.changes();
      try {
        task.run(sql);
      } catch (Throwable t) {
        if (group.size() == 1 || SqliteErrors.isStorage(t)) {
          throw t;
        }
        if (connection.changes() != changes || sql.hasSchemaChanged()) {
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
      connection.rollback();
    }
  }
}
