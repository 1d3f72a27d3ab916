package dev.tinybase.db;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server behind a pool of connections. */
final class PostgresDatabase implements Database {
  private final Dialect dialect = new PostgresDialect();
  private final Binder binder = new PostgresBinder();
  private final Failures failures = new PostgresFailures();
  private final CurrentRead current = new CurrentRead();
  private final ScopedValue<Boolean> writing = ScopedValue.newInstance();
  private final LongAdder commits = new LongAdder();
  private final Listeners listeners = new Listeners();
  private final PostgresConnections connections;
  private final PostgresChanges changes;
  private volatile boolean writable = true;

  private PostgresDatabase(PostgresConnections connections) {
    this.connections = connections;
    this.changes = new PostgresChanges(connections, listeners::call);
  }

  static PostgresDatabase open(DatabaseUrl.Postgres url, Settings.Database settings) {
    return new PostgresDatabase(new PostgresConnections(url, settings));
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    refuseInWrite();
    var enclosing = current.enclosing();
    return enclosing == null
        ? Retries.run(() -> onConnection((_, sql) -> reading(sql, false, work)))
        : work.run(enclosing);
  }

  @Override
  public <T extends @Nullable Object> T snapshot(Work<T> work) {
    refuseInWrite();
    var enclosing = current.enclosingSnapshot();
    return enclosing == null
        ? Retries.run(() -> onConnection((connection, sql) -> snapshot(connection, sql, work)))
        : work.run(enclosing);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    refuseInWrite();
    current.refuseWrite();
    try {
      T result =
          ScopedValue.where(writing, true)
              .call(() -> Retries.run(() -> onConnection((c, sql) -> transaction(c, sql, work))));
      commits.increment();
      writable = true;
      return result;
    } catch (Problem e) {
      if (PostgresFailures.isStorage(e)) {
        writable = false;
      }
      throw e;
    }
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public DatabaseStatus status() {
    long done = commits.sum();
    return new DatabaseStatus(
        connections.waiting(), done, done, connections.busy(), connections.size(), writable);
  }

  @Override
  public void onForeignChange(Runnable listener) {
    listeners.add(listener);
    changes.start();
  }

  @Override
  public void close() {
    changes.close();
    connections.close();
  }

  private void refuseInWrite() {
    if (writing.isBound()) {
      throw new IllegalStateException("a work that writes must not call the database again");
    }
  }

  /** Runs the work again only if it has seen nothing yet: it may have answered in part. */
  private <T extends @Nullable Object> T reading(JdbcSql sql, boolean snapshot, Work<T> work) {
    try {
      return current.run(sql, snapshot, work);
    } catch (RetryableFailure e) {
      throw sql.hasResults() ? e.problem() : e;
    }
  }

  private <T extends @Nullable Object> T snapshot(Connection connection, JdbcSql sql, Work<T> work)
      throws SQLException {
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
      Connection connection, JdbcSql sql, Work<T> work) throws SQLException {
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

  private static void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (PostgresFailures.isConnection(e)) {
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
      System.getLogger(PostgresDatabase.class.getName())
          .log(System.Logger.Level.DEBUG, "A rollback failed", e);
    }
  }

  private <T extends @Nullable Object> T onConnection(Use<T> use) {
    try (var connection = connections.take()) {
      var statements = PostgresConnections.statements(connection);
      return use.run(connection, new JdbcSql(connection, statements, binder, failures));
    } catch (SQLException e) {
      throw failures.translate(e);
    }
  }

  @FunctionalInterface
  private interface Use<T extends @Nullable Object> {
    T run(Connection connection, JdbcSql sql) throws SQLException;
  }
}
