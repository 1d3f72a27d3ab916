package dev.tinybase.db;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the writer's thread does in one commit. */
final class GroupCommit {
  private final SqliteConnection connection;
  private final JdbcSql sql;
  private final SqliteMonitor monitor;
  private final LongAdder commits = new LongAdder();
  private final LongAdder writes = new LongAdder();

  GroupCommit(SqliteConnection connection, SqliteMonitor monitor) {
    this.connection = connection;
    this.sql = connection.sql();
    this.monitor = monitor;
  }

  long count() {
    return commits.sum();
  }

  long writes() {
    return writes.sum();
  }

  /** Lends the connection for a transaction, and goes on when it is back. */
  void lease(LeasedConnection lease) {
    @Nullable Throwable failure = null;
    try {
      sql.update("begin immediate");
      transaction(lease, new LeasedSql(sql, new SqliteLending(connection)));
    } catch (Throwable t) {
      rollback();
      monitor.failed(t);
      failure = t;
    } finally {
      if (sql.takeSchemaChanged()) {
        connection.forgetStatements();
      }
      lease.end(failure);
    }
  }

  private void transaction(LeasedConnection lease, LeasedSql leased) {
    if (lease.lease(leased)) {
      sql.update("commit");
      commits.increment();
      writes.increment();
      monitor.succeeded(connection, sql.takeSchemaChanged());
    } else {
      rollback();
      leased.failure().ifPresent(monitor::failed);
    }
  }

  /** Runs each work so that it can be undone alone, commits once, and lets the callers go on. */
  void run(List<WriteTask<?>> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      if (!runPlainly(group)) {
        rollback();
        sql.takeSchemaChanged();
        runInSavepoints(group);
      }
      sql.update("commit");
      committed(group);
    } catch (Throwable t) {
      rollback();
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
    for (var job : group) {
      long changes = connection.changes();
      try {
        job.run(sql);
      } catch (Throwable t) {
        if (group.size() == 1 || SqliteErrors.isStorage(t)) {
          throw t;
        }
        if (connection.changes() != changes || sql.hasSchemaChanged()) {
          return false;
        }
        job.fail(t);
      }
    }
    return true;
  }

  private void runInSavepoints(List<WriteTask<?>> group) {
    sql.update("begin immediate");
    for (var job : group) {
      job.startAgain();
      sql.update("savepoint work");
      try {
        job.run(sql);
      } catch (Throwable t) {
        if (SqliteErrors.isStorage(t)) {
          throw t; // SQLite has given up the whole transaction
        }
        sql.update("rollback to savepoint work");
        job.fail(t);
      }
      sql.update("release savepoint work");
    }
  }

  private void committed(List<WriteTask<?>> group) {
    commits.increment();
    int succeeded = 0;
    for (var job : group) {
      succeeded += job.failed() ? 0 : 1;
    }
    writes.add(succeeded);
    if (succeeded > 0) {
      monitor.succeeded(connection, sql.takeSchemaChanged());
    }
  }

  /** A work that failed before the commit did keeps its own reason. */
  private void failAll(List<WriteTask<?>> group, Throwable cause) {
    group.stream().filter(job -> !job.failed()).forEach(job -> job.fail(cause));
    monitor.failed(cause);
  }

  private void rollback() {
    try {
      sql.update("rollback");
    } catch (RuntimeException e) {
      // SQLite had rolled back by itself, or never begun.
    }
  }
}
