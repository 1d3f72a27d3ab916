package dev.tinybase.db;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server behind a pool of connections. */
final class PostgresDatabase implements Database {
  private final Dialect dialect = new PostgresDialect();
  private final CurrentRead current = new CurrentRead();
  private final ScopedValue<Boolean> writing = ScopedValue.newInstance();
  private final LongAdder commits = new LongAdder();
  private final Listeners listeners = new Listeners();
  private final PostgresPool connections;
  private final PostgresNotifications changes;
  private final PostgresTransactions works;
  private final Transactions transactions = new Transactions(true);
  private final Set<LeasedConnection> leases = ConcurrentHashMap.newKeySet();
  private volatile boolean writable = true;
  private volatile boolean closing;

  private PostgresDatabase(PostgresPool connections) {
    this.connections = connections;
    this.changes = new PostgresNotifications(connections, listeners::call);
    this.works = new PostgresTransactions(connections, changes, current);
  }

  static PostgresDatabase open(DatabaseUrl.Postgres url, Settings.Database settings) {
    return new PostgresDatabase(new PostgresPool(url, settings));
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    refuseInWrite();
    var open = transactions.current();
    if (open != null) {
      return open.read(work);
    }
    var enclosing = current.enclosing();
    return enclosing == null ? works.read(work) : work.run(enclosing);
  }

  @Override
  public <T extends @Nullable Object> T snapshot(Work<T> work) {
    refuseInWrite();
    var open = transactions.current();
    if (open != null) {
      return open.snapshot(work);
    }
    var enclosing = current.enclosingSnapshot();
    return enclosing == null ? works.snapshot(work) : work.run(enclosing);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    refuseInWrite();
    var open = transactions.current();
    if (open != null) {
      return open.write(work);
    }
    current.refuseWrite();
    try {
      T result = ScopedValue.where(writing, true).call(() -> works.write(work));
      succeeded();
      return result;
    } catch (Problem e) {
      failed(e);
      throw e;
    }
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T transaction(
      Duration limit, Transaction<T, E> work) throws E {
    refuseInWrite();
    var open = transactions.current();
    if (open != null) {
      return open.nested(work);
    }
    current.refuseWrite();
    var lease = new LeasedConnection(limit);
    Thread.ofVirtual().name("tinybase-transaction").start(() -> serve(lease));
    return transactions.run(lease, work);
  }

  @Override
  public boolean inTransaction() {
    return transactions.current() != null;
  }

  @Override
  public void afterCommit(Runnable action) {
    transactions.afterCommit(action);
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
    closing = true;
    leases.forEach(lease -> lease.revoke(closed()));
    changes.close();
    connections.close();
  }

  private void refuseInWrite() {
    if (writing.isBound()) {
      throw new IllegalStateException("a work that writes must not call the database again");
    }
  }

  /** Owns a connection while another thread works with it. */
  private void serve(LeasedConnection lease) {
    @Nullable Throwable failure = null;
    leases.add(lease);
    try {
      if (closing) {
        throw closed();
      }
      if (works.lease(lease)) {
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
