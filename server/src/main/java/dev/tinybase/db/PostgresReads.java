package dev.tinybase.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The reads that run on PostgreSQL by their threads, so that another one can cancel them. */
final class PostgresReads {
  private final Map<Thread, Read> running = new ConcurrentHashMap<>();
  private final Consumer<Connection> evict;

  /**
   * No reads.
   *
   * @param evict closes a connection that a late cancellation may still reach
   */
  PostgresReads(Consumer<Connection> evict) {
    this.evict = evict;
  }

  /** Runs a read of this thread, which can be cancelled until it ends. */
  <T extends @Nullable Object> T run(Connection connection, Action<T> action) throws SQLException {
    var read = new Read(connection);
    running.put(Thread.currentThread(), read);
    try {
      return action.run();
    } catch (RuntimeException e) {
      throw read.isCancelled() ? JdbcDatabase.cancelled() : e;
    } finally {
      running.remove(Thread.currentThread());
      if (read.end()) {
        evict.accept(connection);
      }
    }
  }

  /** Cancels the read of a thread, if there is one. */
  void cancel(Thread reader) {
    var read = running.get(reader);
    if (read != null) {
      read.cancel();
    }
  }

  /** What a read does. */
  @FunctionalInterface
  interface Action<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /** A read, which waits at its end for a cancellation that is on its way. */
  private static final class Read {
    private final PostgresPool.Engine engine;
    private boolean cancelled;
    private boolean ended;

    Read(Connection connection) {
      engine = new PostgresPool.Engine(connection);
    }

    synchronized void cancel() {
      if (!ended) {
        cancelled = true;
        engine.cancel();
      }
    }

    synchronized boolean isCancelled() {
      return cancelled;
    }

    /** Whether it was cancelled. */
    synchronized boolean end() {
      ended = true;
      return cancelled;
    }
  }
}
