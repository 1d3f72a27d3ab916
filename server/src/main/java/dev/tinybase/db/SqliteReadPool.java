package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections for reads. Callers are served in the order they came; a connection is opened when
 * all others are in use. Snapshots, which may take long, get at most half of them.
 */
final class SqliteReadPool implements AutoCloseable {
  private static final int WAIT_SECONDS = 30;

  private final Supplier<JdbcSql> opener;
  private final int size;
  private final Semaphore permits;
  private final Semaphore snapshots;
  private final ArrayDeque<JdbcSql> idle = new ArrayDeque<>();
  private boolean closed;
  private volatile long schema;

  SqliteReadPool(int size, Supplier<JdbcSql> opener) {
    this.opener = opener;
    this.size = size;
    this.permits = new Semaphore(size, true);
    this.snapshots = new Semaphore(Math.max(1, size / 2), true);
  }

  /** The number of connections for a setting, where 0 chooses by the machine. */
  static int size(int setting) {
    return setting > 0 ? setting : Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
  }

  /** Runs the work in one read transaction. */
  <T extends @Nullable Object> T snapshot(Database.Work<T> work) {
    acquire(snapshots);
    try {
      return read(sql -> inTransaction(sql, work));
    } finally {
      snapshots.release();
    }
  }

  /** Makes every connection forget its prepared statements before its next use. */
  void schemaIs(long version) {
    schema = version;
  }

  /** Connections in use. */
  int busy() {
    return size - permits.availablePermits();
  }

  /** Connections that may be in use. */
  int size() {
    return size;
  }

  /** Refuses new reads; those in flight close their connections when they end. */
  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(JdbcSql::close);
      idle.clear();
    }
  }

  /** Runs the work on a connection, each statement on what is committed when it begins. */
  <T extends @Nullable Object> T read(Database.Work<T> work) {
    acquire(permits);
    try {
      var connection = take();
      try {
        connection.schemaIs(schema);
        return work.run(connection);
      } finally {
        giveBack(connection);
      }
    } finally {
      permits.release();
    }
  }

  private static <T extends @Nullable Object> T inTransaction(Sql sql, Database.Work<T> work) {
    sql.update("begin");
    T result;
    try {
      result = work.run(sql);
    } catch (Throwable t) {
      endAfter(t, sql);
      throw t;
    }
    sql.update("commit");
    return result;
  }

  private static void endAfter(Throwable failure, Sql sql) {
    try {
      sql.update("rollback");
    } catch (RuntimeException e) {
      failure.addSuppressed(e); // SQLite had ended the transaction by itself
    }
  }

  private static void acquire(Semaphore semaphore) {
    try {
      if (!semaphore.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw Problem.unavailable("overloaded", "Too many reads are waiting; try again.", 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("interrupted", "The server is shutting down.", 1);
    }
  }

  private JdbcSql take() {
    synchronized (idle) {
      if (closed) {
        throw Problem.unavailable("shutting_down", "The server is shutting down.", 1);
      }
      // The one used last has the warmest cache.
      var connection = idle.pollFirst();
      if (connection != null) {
        return connection;
      }
    }
    return opener.get();
  }

  private void giveBack(JdbcSql connection) {
    synchronized (idle) {
      if (!closed) {
        idle.addFirst(connection);
        return;
      }
    }
    connection.close();
  }
}
