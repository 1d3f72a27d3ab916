package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. It takes what has queued up while the last commit went to the disk,
 * runs each work so that it can be undone alone, commits once, and only then lets the callers go
 * on.
 */
final class SqliteWriter implements AutoCloseable {
  /** The most works of one commit, so that the first of them does not wait long for the last. */
  static final int MAX_GROUP = 256;

  private final SqliteConnection connection;
  private final JdbcSql sql;
  private final ArrayBlockingQueue<WriteJob<?>> queue;
  private final WriterWatch watch;
  private final Thread thread;
  private volatile boolean closing;
  private final LongAdder commits = new LongAdder();
  private final LongAdder writes = new LongAdder();

  SqliteWriter(SqliteConnection connection, int capacity, WriterWatch watch) {
    this.connection = connection;
    this.sql = connection.sql();
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.watch = watch;
    this.thread = Thread.ofPlatform().name("tinybase-writer").daemon().start(this::loop);
  }

  /** Queues the work and waits until it is on disk. */
  <T extends @Nullable Object> T write(Database.Work<T> work) {
    refuseOnWriterThread();
    var job = new WriteJob<T>(work);
    if (closing || !queue.offer(job)) {
      throw closing ? closed() : overloaded();
    }
    // The writer may have looked at the queue for the last time just before the offer.
    if (closing && queue.remove(job)) {
      throw closed();
    }
    return job.await();
  }

  /** Refuses the use of the database within a work, which would wait for itself for ever. */
  void refuseOnWriterThread() {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a work that writes must not call the database again");
    }
  }

  int waiting() {
    return queue.size();
  }

  long commits() {
    return commits.sum();
  }

  long writes() {
    return writes.sum();
  }

  /** Refuses new works, runs those in the queue, and closes the connection. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    var group = new ArrayList<WriteJob<?>>(MAX_GROUP);
    while (!closing || !queue.isEmpty()) {
      var first = next();
      if (first != null) {
        group.add(first);
        queue.drainTo(group, MAX_GROUP - 1);
        run(group);
        group.clear();
      }
      watch.betweenGroups(connection);
    }
    watch.atEnd(connection);
    connection.close();
  }

  /** The next work; null when it is time to look around. An interrupt only ends the waiting. */
  private @Nullable WriteJob<?> next() {
    try {
      return closing ? queue.poll() : queue.poll(watch.nanosToNextCheck(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return null;
    }
  }

  private void run(List<WriteJob<?>> group) {
    try {
      if (!runPlainly(group)) {
        rollback();
        sql.takeSchemaChanged();
        runInSavepoints(group);
      }
      sql.update("commit");
      committed(group);
    } catch (Throwable t) {
      rollback();
      failAll(group, t);
    } finally {
      sql.takeSchemaChanged();
      group.forEach(WriteJob::complete);
    }
  }

  /**
   * Savepoints copy every page that changes, which costs more than the change. Most works succeed,
   * and most of those that fail have changed nothing yet, so the group is tried without. False
   * where a work failed that has something to undo.
   */
  private boolean runPlainly(List<WriteJob<?>> group) {
    sql.update("begin immediate");
    for (var job : group) {
      long changes = connection.changes();
      try {
        job.run(sql);
      } catch (Throwable t) {
        if (group.size() == 1 || SqliteFailures.isStorage(t)) {
          throw t;
        }
        if (connection.changes() != changes || sql.hasSchemaChanged()) {
          return false;
        }
        job.fail(t);
      }
    }
    return true;
  }

  private void runInSavepoints(List<WriteJob<?>> group) {
    sql.update("begin immediate");
    for (var job : group) {
      job.startAgain();
      sql.update("savepoint work");
      try {
        job.run(sql);
      } catch (Throwable t) {
        if (SqliteFailures.isStorage(t)) {
          throw t; // SQLite has given up the whole transaction
        }
        sql.update("rollback to savepoint work");
        job.fail(t);
      }
      sql.update("release savepoint work");
    }
  }

  private void committed(List<WriteJob<?>> group) {
    commits.increment();
    int succeeded = 0;
    for (var job : group) {
      succeeded += job.failed() ? 0 : 1;
    }
    writes.add(succeeded);
    if (succeeded > 0) {
      watch.succeeded(connection, sql.takeSchemaChanged());
    }
  }

  /** A work that failed before the commit did keeps its own reason. */
  private void failAll(List<WriteJob<?>> group, Throwable cause) {
    group.stream().filter(job -> !job.failed()).forEach(job -> job.fail(cause));
    watch.failed(cause);
  }

  private void rollback() {
    try {
      sql.update("rollback");
    } catch (RuntimeException e) {
      // SQLite had rolled back by itself, or never begun.
    }
  }

  private static Problem overloaded() {
    return Problem.unavailable("overloaded", "Too many writes are waiting; try again.", 1);
  }

  private static Problem closed() {
    return Problem.unavailable("shutting_down", "The server is shutting down.", 1);
  }
}
