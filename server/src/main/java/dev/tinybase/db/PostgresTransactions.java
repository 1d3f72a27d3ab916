package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs works on connections of the pool, each in the kind of transaction that it needs. */
final class PostgresTransactions {
  private final JdbcDialect dialect = new PostgresDialect();
  private final CurrentRead current;
  private final PostgresPool connections;
  private final PostgresNotifications changes;

  PostgresTransactions(
      PostgresPool connections, PostgresNotifications changes, CurrentRead current) {
    this.connections = connections;
    this.changes = changes;
    this.current = current;
  }

  <T extends @Nullable Object> T read(Database.Work<T> work) {
    return Retries.run(() -> onConnection((_, sql) -> reading(sql, false, work)));
  }

  <T extends @Nullable Object> T snapshot(Database.Work<T> work) {
    return Retries.run(() -> onConnection((connection, sql) -> snapshot(connection, sql, work)));
  }

  <T extends @Nullable Object> T write(Database.Work<T> work) {
    return Retries.run(() -> onConnection((c, sql) -> transaction(c, sql, work)));
  }

  /** Lends a connection and returns when it is back, with whether there was a commit. */
  boolean lease(LeasedConnection lease) {
    try {
      return onConnection((connection, sql) -> lease(lease, connection, sql));
    } catch (TransientFailure e) {
      throw e.problem();
    }
  }

  /** Runs the work again only if it has seen nothing yet: it may have answered in part. */
  private <T extends @Nullable Object> T reading(
      JdbcSql sql, boolean snapshot, Database.Work<T> work) {
    try {
      return current.run(sql, snapshot, work);
    } catch (TransientFailure e) {
      throw sql.hasResults() ? e.problem() : e;
    }
  }

  private <T extends @Nullable Object> T snapshot(
      Connection connection, JdbcSql sql, Database.Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      sql.update("set transaction isolation level repeatable read, read only");
      sql.takeResults();
      return reading(sql, true, work);
    } finally {
      rollback(connection);
    }
  }

  private <T extends @Nullable Object> T transaction(
      Connection connection, JdbcSql sql, Database.Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result;
    try {
      result = work.run(sql);
      if (sql.takeAnnounced()) {
        changes.announce(sql);
      }
    } catch (Throwable t) {
      rollback(connection);
      throw t;
    }
    commit(connection);
    return result;
  }

  private boolean lease(LeasedConnection lease, Connection connection, JdbcSql sql)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      if (lease.lease(new LeasedSql(sql, new PostgresLending(connection)))) {
        if (sql.takeAnnounced()) {
          changes.announce(sql);
        }
        commit(connection);
        return true;
      }
    } catch (Throwable t) {
      rollback(connection);
      throw t;
    }
    rollback(connection);
    if (lease.isRevoked()) {
      connections.evict(connection); // a late cancellation must not meet its next user's statement
    }
    return false;
  }

  private static void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (PostgresErrors.isConnection(e)) {
        throw Problem.unavailable(
            "outcome_unknown",
            "The connection to the database broke during the commit: the change may have been saved"
                + " or not; look before you repeat it.",
            1);
      }
      throw e;
    }
  }

  /** A connection that cannot roll back is broken, and the pool finds that out. */
  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      System.getLogger(PostgresTransactions.class.getName())
          .log(System.Logger.Level.DEBUG, "A rollback failed", e);
    }
  }

  private <T extends @Nullable Object> T onConnection(Use<T> use) {
    try (var connection = connections.take()) {
      var statements = new StatementCache(connection, 0);
      return use.run(connection, new JdbcSql(connection, statements, dialect));
    } catch (SQLException e) {
      throw dialect.translate(e);
    }
  }

  @FunctionalInterface
  private interface Use<T extends @Nullable Object> {
    T run(Connection connection, JdbcSql sql) throws SQLException;
  }
}
