package dev.tinybase.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Tells other nodes of changes and hears of theirs: by LISTEN and NOTIFY, or where the server has
 * none, by looking at a row of {@code _meta} each second.
 */
final class PostgresNotifications implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PostgresNotifications.class.getName());
  private static final String CHANNEL = "tinybase_changes";
  private static final int WAIT_MILLIS = 1000;
  private static final int ROUNDS_BETWEEN_CHECKS = 30;
  private static final int MAX_BACKOFF_MILLIS = 30_000;

  private final PostgresPool pool;
  private final Runnable foreignChange;
  private final String node = UUID.randomUUID().toString();
  private volatile boolean closed;
  private @Nullable Thread thread;

  PostgresNotifications(PostgresPool pool, Runnable foreignChange) {
    this.pool = pool;
    this.foreignChange = foreignChange;
  }

  /** Adds the news to the transaction, so that it goes out with the commit. */
  void announce(Sql sql) {
    var value = node + " " + UUID.randomUUID();
    sql.update(
        "insert into _meta (key, value) values ('announced', ?)"
            + " on conflict (key) do update set value = excluded.value",
        value);
    try {
      sql.nested(inner -> inner.first("select 1 from pg_notify(?, ?)", _ -> 1, CHANNEL, node));
    } catch (DatabaseException e) {
      if (e instanceof TransientFailure) {
        throw e;
      }
      LOG.log(System.Logger.Level.DEBUG, "The server has no NOTIFY", e);
    }
  }

  /** Begins to listen; once. */
  synchronized void start() {
    if (thread == null && !closed) {
      thread = Thread.ofVirtual().name("tinybase-changes").start(this::loop);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void loop() {
    int failures = 0;
    while (!closed) {
      try (var connection = pool.single()) {
        if (failures > 0) {
          foreignChange.run(); // what was said meanwhile is lost
        }
        failures = 0;
        if (listens(connection)) {
          listen(connection);
        } else {
          poll(connection);
        }
      } catch (SQLException e) {
        failures++;
        sleep(Math.min(MAX_BACKOFF_MILLIS, 100 << Math.min(failures, 10)));
      }
    }
  }

  private static boolean listens(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
      return true;
    } catch (SQLException e) {
      if (PostgresErrors.isConnection(e)) {
        throw e;
      }
      return false;
    }
  }

  private void listen(Connection connection) throws SQLException {
    var postgres = connection.unwrap(PGConnection.class);
    for (int rounds = 1; !closed; rounds++) {
      if (rounds % ROUNDS_BETWEEN_CHECKS == 0) {
        announced(connection); // fails where the connection is broken, which listening cannot tell
      }
      boolean foreign = false;
      for (var notification : postgres.getNotifications(WAIT_MILLIS)) {
        foreign |= !notification.getParameter().equals(node);
      }
      if (foreign) {
        foreignChange.run();
      }
    }
  }

  private void poll(Connection connection) throws SQLException {
    var last = announced(connection);
    while (!closed) {
      sleep(WAIT_MILLIS);
      var now = announced(connection);
      if (!now.equals(last) && !now.startsWith(node)) {
        foreignChange.run();
      }
      last = now;
    }
  }

  private static String announced(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var results = statement.executeQuery("select value from _meta where key = 'announced'")) {
      return results.next() ? results.getString(1) : "";
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      // Only close() interrupts, and the loops look at it.
    }
  }
}
