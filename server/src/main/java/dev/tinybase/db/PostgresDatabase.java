package dev.tinybase.db;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server behind a pool of connections. */
final class PostgresDatabase extends JdbcDatabase {
  private final JdbcDialect dialect = new PostgresDialect();
  private final LongAdder commits = new LongAdder();
  private final PostgresPool pool;
  private final PostgresNotifications notifications;
  private final PostgresTransactions transactions;
  private final Set<LeasedConnection> leases = ConcurrentHashMap.newKeySet();
  private volatile boolean writable = true;
  private volatile boolean closing;

  private PostgresDatabase(PostgresPool pool) {
    super(true);
    this.pool = pool;
    this.notifications = new PostgresNotifications(pool, this::foreignChange);
    this.transactions = new PostgresTransactions(pool, notifications, dialect);
  }

  static PostgresDatabase open(DatabaseUrl.Postgres url, Settings.Database settings) {
    return new PostgresDatabase(new PostgresPool(url, settings));
  }

  @Override
  <T extends @Nullable Object> T readAlone(Work<T> work) {
    return transactions.read(work);
  }

  @Override
  <T extends @Nullable Object> T snapshotAlone(Work<T> work) {
    return transactions.snapshot(work);
  }

  @Override
  <T extends @Nullable Object> T writeAlone(Work<T> work) {
    try {
      var written = writing(() -> transactions.write(work));
      succeeded();
      runEach(written.afterCommit());
      return written.result();
    } catch (Problem e) {
      failed(e);
      throw e;
    }
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
  public DatabaseStatus status() {
    long done = commits.sum();
    return new DatabaseStatus(pool.waiting(), done, done, pool.busy(), pool.size(), writable);
  }

  @Override
  public void onForeignChange(Runnable listener) {
    super.onForeignChange(listener);
    notifications.start();
  }

  @Override
  public void close() {
    closing = true;
    leases.forEach(lease -> lease.revoke(closed()));
    notifications.close();
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
      if (transactions.lease(lease)) {
        succeeded();
      }
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
}
