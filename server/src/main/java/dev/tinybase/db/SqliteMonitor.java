package dev.tinybase.db;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * What the writer looks after between its groups: whether another process changed the file, and
 * whether the file can be written. Its methods run on the writer's thread.
 */
final class SqliteMonitor {
  private static final System.Logger LOG = System.getLogger(SqliteMonitor.class.getName());
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Larger than what fits into the pages that are there already. */
  private static final String PROBE = "x".repeat(64 << 10);

  private final Runnable foreignChange;
  private final Runnable schemaChange;
  private long nextCheck = System.nanoTime();
  private long dataVersion = -1;
  private volatile boolean writable = true;

  SqliteMonitor(Runnable schemaChange, Runnable foreignChange) {
    this.schemaChange = schemaChange;
    this.foreignChange = foreignChange;
  }

  boolean writable() {
    return writable;
  }

  long nanosToNextCheck() {
    return Math.max(0, nextCheck - System.nanoTime());
  }

  void betweenGroups(SqliteConnection connection) {
    if (nanosToNextCheck() > 0) {
      return;
    }
    nextCheck = System.nanoTime() + CHECK_NANOS;
    lookForForeignChange(connection);
    if (!writable) {
      probe(connection.sql());
    }
  }

  void failed(Throwable failure) {
    if (SqliteErrors.isStorage(failure)) {
      if (writable) {
        LOG.log(System.Logger.Level.ERROR, failure.getMessage());
      }
      writable = false;
    }
  }

  void succeeded(SqliteConnection connection, boolean schemaChanged) {
    writable = true;
    if (schemaChanged) {
      connection.forgetStatements();
      schemaChange.run();
    }
  }

  /** Moves the log into the file and empties it. */
  void atEnd(SqliteConnection connection) {
    try {
      connection.pragma("wal_checkpoint(truncate)");
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, "The write-ahead log stays: {0}", e.getMessage());
    }
  }

  /** On one connection the number changes with the commits of all others, and only with these. */
  private void lookForForeignChange(SqliteConnection connection) {
    try {
      long version = connection.sql().number("pragma data_version");
      if (dataVersion >= 0 && version != dataVersion) {
        connection.forgetStatements();
        schemaChange.run();
        foreignChange.run();
      }
      dataVersion = version;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Cannot look for changes: {0}", e.getMessage());
    }
  }

  /** Without it an instance that a balancer took out for being read-only would stay out. */
  private void probe(JdbcSql sql) {
    try {
      sql.update("begin immediate");
      sql.update("insert or replace into _meta (key, value) values ('probe', ?)", PROBE);
      sql.update("commit");
      sql.update("delete from _meta where key = 'probe'");
      writable = true;
    } catch (RuntimeException e) {
      rollback(sql);
    }
  }

  private static void rollback(JdbcSql sql) {
    try {
      sql.update("rollback");
    } catch (RuntimeException e) {
      // SQLite had rolled back by itself, or never begun.
    }
  }
}
