package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Runs works on connections of the pool, each in the kind of transaction that it needs. */
final class PostgresTransactions {
  /** A work that is committed, and what is to follow. */
  record Written<T extends @Nullable Object>(T result, List<Runnable> afterCommit) {}

  private final PostgresPool pool;
  private final PostgresNotifications notifications;
  private final JdbcDialect dialect;

  PostgresTransactions(
      PostgresPool pool, PostgresNotifications notifications, JdbcDialect dialect) {
    this.pool = pool;
    this.notifications = notifications;
    this.dialect = dialect;
  }

  <T extends @Nullable Object> T read(Database.Work<T> work) {
    return TransientFailure.retry(() -> onConnection((_, sql) -> reading(sql, work)));
  }

  <T extends @Nullable Object> T snapshot(Database.Work<T> work) {
    return TransientFailure.retry(() -> onConnection((c, sql) -> snapshot(c, sql, work)));
  }

  <T extends @Nullable Object> Written<T> write(Database.Work<T> work) {
    return TransientFailure.retry(() -> onConnection((c, sql) -> transaction(c, sql, work)));
  }

  /** Leases a connection and returns when it is back, with whether there was a commit. */
  boolean lease(LeasedConnection lease) {
    try {
      return onConnection((connection, sql) -> lease(lease, connection, sql));
    } catch (TransientFailure e) {
      throw e.problem();
    }
  }

  /** Runs the work again only if it has seen nothing yet: it may have answered in part. */
  private static <T extends @Nullable Object> T reading(JdbcSql sql, Database.Work<T> work) {
    try {
      return work.run(sql);
    } catch (TransientFailure e) {
      throw sql.hasResults() ? e.problem() : e;
    }
  }

  private static <T extends @Nullable Object> T snapshot(
      Connection connection, JdbcSql sql, Database.Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      sql.update("set transaction isolation level repeatable read, read only");
      sql.takeResults();
      return reading(sql, work);
    } finally {
      rollback(connection);
    }
  }

  private <T extends @Nullable Object> Written<T> transaction(
      Connection connection, JdbcSql sql, Database.Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result;
    List<Runnable> afterCommit;
    try {
      sql.beginWrite();
      result = work.run(sql);
      afterCommit = sql.endWrite();
      announce(sql.takeAnnounced(), sql);
    } catch (Throwable t) {
      rollback(connection);
      throw t;
    }
    commit(connection);
    return new Written<>(result, afterCommit);
  }

  private boolean lease(LeasedConnection lease, Connection connection, JdbcSql sql)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      if (lease.lease(sql, new Engine(connection))) {
        announce(lease.isAnnounced(), sql);
        commit(connection);
        return true;
      }
    } catch (Throwable t) {
      rollback(connection);
      throw t;
    }
    rollback(connection);
    if (lease.isRevoked()) {
      pool.evict(connection); // a late cancellation must not meet its next user's statement
    }
    return false;
  }

  private void announce(boolean wanted, Sql sql) {
    if (wanted) {
      notifications.announce(sql);
    }
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
    try (var connection = pool.take()) {
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

  private record Engine(Connection connection) implements LeasedConnection.Engine {
    @Override
    public void cancel() {
      try {
        connection.unwrap(PGConnection.class).cancelQuery();
      } catch (SQLException e) {
        System.getLogger(PostgresTransactions.class.getName())
            .log(System.Logger.Level.DEBUG, "A statement could not be cancelled", e);
      }
    }

    /** A connection that broke; after other failures the server itself refuses what must not be. */
    @Override
    public boolean gaveUp(RuntimeException failure) {
      return failure instanceof Problem problem
          && problem.code().equals(PostgresErrors.unreachable().code());
    }
  }
}
