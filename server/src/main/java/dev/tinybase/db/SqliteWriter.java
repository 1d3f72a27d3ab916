package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. It takes what has queued up while the last commit went to the disk
 * and runs it in one commit.
 */
final class SqliteWriter implements AutoCloseable {
  /** The most works of one commit, so that the first of them does not wait long for the last. */
  static final int MAX_GROUP = 256;

  private final SqliteConnection connection;
  private final ArrayBlockingQueue<QueuedWork> queue;
  private final SqliteMonitor monitor;
  private final GroupCommit commits;
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable LeasedConnection leased;

  SqliteWriter(SqliteConnection connection, int capacity, SqliteMonitor monitor) {
    this.connection = connection;
    this.commits = new GroupCommit(connection, monitor);
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.monitor = monitor;
    this.thread = Thread.ofPlatform().name("tinybase-writer").daemon().start(this::loop);
  }

  /** Queues the work and waits until it is on disk. */
  <T extends @Nullable Object> T write(Database.Work<T> work) {
    var job = new WriteTask<T>(work);
    queue(job);
    return job.await();
  }

  /** Puts the work behind those that wait already. */
  void queue(QueuedWork work) {
    refuseOnWriterThread();
    if (closing || !queue.offer(work)) {
      throw closing ? closed() : overloaded();
    }
    // The writer may have looked at the queue for the last time just before the offer.
    if (closing && queue.remove(work)) {
      throw closed();
    }
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
    return commits.count();
  }

  long writes() {
    return commits.writes();
  }

  /**
   * Refuses new works, ends the transaction that runs, runs the works in the queue, and closes the
   * connection.
   */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    var lease = leased;
    if (lease != null) {
      lease.revoke(closed());
    }
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
    var group = new ArrayList<QueuedWork>(MAX_GROUP);
    while (!closing || !queue.isEmpty()) {
      var first = next();
      if (first != null) {
        group.add(first);
        queue.drainTo(group, MAX_GROUP - 1);
        runAll(group);
        group.clear();
      }
      monitor.betweenGroups(connection);
    }
    monitor.atEnd(connection);
    connection.close();
  }

  /** The next work; null when it is time to look around. An interrupt only ends the waiting. */
  private @Nullable QueuedWork next() {
    try {
      return closing ? queue.poll() : queue.poll(monitor.nanosToNextCheck(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return null;
    }
  }

  /** In their order: the jobs in groups, and each transaction between them alone. */
  private void runAll(List<QueuedWork> works) {
    var group = new ArrayList<WriteTask<?>>(works.size());
    for (var work : works) {
      switch (work) {
        case WriteTask<?> job -> group.add(job);
        case LeasedConnection lease -> {
          commits.run(group);
          group.clear();
          lease(lease);
        }
      }
    }
    commits.run(group);
  }

  private void lease(LeasedConnection lease) {
    leased = lease; // before the look at closing, because close() does it the other way round
    if (closing) {
      lease.end(closed());
    } else {
      commits.lease(lease);
    }
    leased = null;
  }

  private static Problem overloaded() {
    return Problem.unavailable("overloaded", "Too many writes are waiting; try again.", 1);
  }

  private static Problem closed() {
    return Problem.unavailable("shutting_down", "The server is shutting down.", 1);
  }
}
