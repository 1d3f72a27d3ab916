package dev.tinybase.db;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server behind a pool of connections. */
final class PostgresDatabase extends JdbcDatabase {
  /** A work that is committed, and what is to follow. */
  private record Written<T extends @Nullable Object>(T result, List<Runnable> afterCommit) {}

  /** The longest silence of the server while what others changed is taken over. */
  private static final int APART_SECONDS = 30;

  private final Dialect dialect = new PostgresDialect();
  private final LongAdder commits = new LongAdder();
  private final PostgresPool pool;
  private final PostgresReads reads;

  /** The table that this thread's reads and writes are about. */
  private final ScopedValue<String> share = ScopedValue.newInstance();

  /** Bound where what others changed is taken over, which must not wait for the pool. */
  private final ScopedValue<Boolean> apart = ScopedValue.newInstance();

  private final ForeignChanges changes =
      new ForeignChanges(action -> ScopedValue.where(apart, true).run(action));
  private final PostgresAnnouncements announcements;
  private final Set<LeasedConnection> leases = ConcurrentHashMap.newKeySet();
  private volatile boolean writable = true;
  private volatile boolean closing;

  private PostgresDatabase(PostgresPool pool) {
    super(true);
    this.pool = pool;
    this.reads = new PostgresReads(pool::evict);
    this.announcements = new PostgresAnnouncements(pool, changes);
  }

  static PostgresDatabase open(DatabaseUrl.Postgres url, Settings.Database settings) {
    return new PostgresDatabase(new PostgresPool(url, settings));
  }

  @Override
  <T extends @Nullable Object> T readAlone(Work<T> work) {
    return TransientFailure.retry(
        () -> onConnection((c, sql) -> reads.run(c, () -> reading(sql, work))));
  }

  @Override
  <T extends @Nullable Object> T snapshotAlone(Work<T> work) {
    return TransientFailure.retry(
        () -> onConnection((c, sql) -> reads.run(c, () -> snapshot(c, sql, work))));
  }

  @Override
  <T extends @Nullable Object> T writeAlone(Work<T> work) {
    try {
      Written<T> written =
          writing(() ->
              TransientFailure.retry(() -> onConnection((c, sql) -> transaction(c, sql, work))));
      succeeded();
      runEach(written.afterCommit());
      return written.result();
    } catch (Problem e) {
      failed(e);
      throw PostgresErrors.isStorage(e) ? Database.nothingSaved(e) : e;
    }
  }

  @Override
  public void cancelRead(Thread reader) {
    reads.cancel(reader);
  }

  @Override
  LeasedConnection lease(Duration limit) {
    var lease = new LeasedConnection(limit);
    Thread.ofVirtual().name("tinybase-transaction").start(() -> serve(lease));
    return lease;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public Status status() {
    long done = commits.sum();
    return new Status(
        pool.waiting(),
        done,
        done,
        pool.busy(),
        pool.size(),
        writable,
        announcements.isCurrent() && changes.isCurrent());
  }

  @Override
  public void onForeignChange(Topic topic, Runnable listener) {
    changes.listen(topic, listener);
    announcements.start();
  }

  @Override
  public long maintain() {
    return write(PostgresAnnouncements::removeOld);
  }

  @Override
  public void close() {
    closing = true;
    leases.forEach(lease -> lease.revoke(closed()));
    announcements.close();
    changes.close();
    pool.close();
  }

  /** Owns a connection while another thread works with it. */
  private void serve(LeasedConnection lease) {
    @Nullable Throwable failure = null;
    leases.add(lease);
    try {
      if (closing) {
        throw closed();
      }
      if (onConnection((connection, sql) -> lease(lease, connection, sql))) {
        succeeded();
      }
    } catch (TransientFailure e) {
      failure = e.problem();
      failed(failure);
    } catch (Throwable t) {
      failure = t;
      failed(t);
    } finally {
      leases.remove(lease);
      lease.end(failure);
    }
  }

  private void succeeded() {
    commits.increment();
    writable = true;
  }

  private void failed(Throwable failure) {
    if (failure instanceof Problem problem && PostgresErrors.isStorage(problem)) {
      writable = false;
    }
  }

  private static Problem closed() {
    return Problem.unavailable("shutting_down", "The server is shutting down.", 1);
  }

  /** Runs the work again only if it has seen nothing yet: it may have answered in part. */
  private static <T extends @Nullable Object> T reading(JdbcSql sql, Work<T> work) {
    try {
      return work.run(sql);
    } catch (TransientFailure e) {
      throw sql.hasResults() ? e.problem() : e;
    }
  }

  private static <T extends @Nullable Object> T snapshot(
      Connection connection, JdbcSql sql, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      sql.execute("set transaction isolation level repeatable read, read only");
      return reading(sql, work);
    } finally {
      rollback(connection);
    }
  }

  private <T extends @Nullable Object> Written<T> transaction(
      Connection connection, JdbcSql sql, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result;
    List<Runnable> afterCommit;
    try {
      sql.beginWrite();
      result = work.run(sql);
      afterCommit = sql.endWrite();
      announcements.announce(sql, sql.announced());
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
      if (lease.lease(sql, new PostgresPool.Engine(connection))) {
        announcements.announce(sql, lease.announced());
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

  private static void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (PostgresErrors.isConnection(e)) {
        throw Database.outcomeUnknown("The connection to the database broke during the commit.");
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

  @Override
  public <T extends @Nullable Object> T sharing(String table, Supplier<T> action) {
    return ScopedValue.where(share, table).call(action::get);
  }

  private <T extends @Nullable Object> T onConnection(Use<T> use) {
    return share.isBound()
        ? pool.sharing(share.get(), () -> onAnyConnection(use))
        : onAnyConnection(use);
  }

  private <T extends @Nullable Object> T onAnyConnection(Use<T> use) {
    try (var connection = apart.isBound() ? pool.single(APART_SECONDS) : pool.take()) {
      var statements = new StatementCache(connection, 0);
      return use.run(connection, new JdbcSql(connection, statements, dialect, null));
    } catch (SQLException e) {
      throw dialect.translate(e);
    }
  }

  @FunctionalInterface
  private interface Use<T extends @Nullable Object> {
    T run(Connection connection, JdbcSql sql) throws SQLException;
  }
}
