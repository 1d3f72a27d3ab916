package dev.tinybase.db;

import dev.tinybase.db.Database.Work;
import dev.tinybase.errors.Problem;
import dev.tinybase.threads.LoopThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. It takes what has queued up while the last commit went to the disk
 * and runs it in one commit.
 */
final class SqliteWriter implements AutoCloseable {
  /** The most works of one commit, so that the first of them does not wait long for the last. */
  static final int MAX_GROUP = 256;

  private static final System.Logger LOG = System.getLogger(SqliteWriter.class.getName());
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What waits for the writer's thread. */
  sealed interface Queued permits WriteTask, LeasedConnection {}

  private final ArrayBlockingQueue<Queued> queue;
  private final Runnable foreignChange;
  private final GroupCommit commits;
  private final ArrayList<Queued> group = new ArrayList<>(MAX_GROUP); // the thread's own
  private final LoopThread thread;
  private long nextCheck = System.nanoTime();
  private volatile boolean closing;
  private volatile @Nullable LeasedConnection leased;

  /**
   * @param scope runs the thread's turns where calls of the database are refused, which would wait
   *     for themselves for ever
   * @param foreignChange to be called when another process has changed the file
   */
  SqliteWriter(
      int capacity, GroupCommit commits, Consumer<Runnable> scope, Runnable foreignChange) {
    this.commits = commits;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.foreignChange = foreignChange;
    this.thread =
        LoopThread.start(
            "tinybase-writer", () -> scope.accept(this::turn), () -> scope.accept(this::end));
  }

  /** Queues the work and waits until it is on disk. */
  <T extends @Nullable Object> T write(Work<T> work) {
    var task = new WriteTask<T>(work);
    queue(task);
    return task.await();
  }

  /** Puts the work behind those that wait already. */
  void queue(Queued work) {
    if (closing || !queue.offer(work)) {
      throw closing ? closed() : overloaded();
    }
    // The writer may have looked at the queue for the last time just before the offer.
    if (closing && queue.remove(work)) {
      throw closed();
    }
  }

  int waiting() {
    return queue.size();
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
    thread.join();
  }

  private void turn() {
    var first = next();
    if (first != null) {
      group.add(first);
      queue.drainTo(group, MAX_GROUP - 1);
      try {
        runAll(group);
      } finally {
        group.forEach(SqliteWriter::giveUp);
        group.clear();
      }
    }
    lookAround();
  }

  private void end() {
    try {
      while (!queue.isEmpty()) {
        turn();
      }
    } finally {
      commits.close();
    }
  }

  /** Nobody waits for ever for a work whose group broke off; whether it is on disk is not known. */
  private static void giveUp(Queued work) {
    if (work instanceof WriteTask<?> task && !task.done) {
      task.complete(false);
    }
  }

  /** Whether another process changed the file, and whether it can be written again. */
  private void lookAround() {
    long now = System.nanoTime();
    if (nextCheck - now > 0) {
      return;
    }
    nextCheck = now + CHECK_NANOS;
    try {
      if (commits.changedByOthers()) {
        foreignChange.run();
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Cannot look for changes: {0}", e.getMessage());
    }
    commits.probe();
  }

  /** The next work; null when it is time to look around. An interrupt only ends the waiting. */
  private @Nullable Queued next() {
    try {
      return closing
          ? queue.poll()
          : queue.poll(nextCheck - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return null;
    }
  }

  /** In their order: the jobs in groups, and each transaction between them alone. */
  private void runAll(List<Queued> works) {
    var group = new ArrayList<WriteTask<?>>(works.size());
    for (var work : works) {
      switch (work) {
        case WriteTask<?> task -> group.add(task);
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

  /** One caller's work on its way through the queue. */
  static final class WriteTask<T extends @Nullable Object> implements Queued {
    private final Work<T> work;
    private final Thread caller = Thread.currentThread();
    private @Nullable T result;
    private List<Runnable> afterCommit = List.of();
    private @Nullable Throwable failure;
    private boolean lost;
    private volatile boolean done;

    WriteTask(Work<T> work) {
      this.work = work;
    }

    /** Runs the work; what it throws goes on to the writer, which undoes it. */
    void run(JdbcSql sql) {
      sql.beginWrite();
      result = work.run(sql);
      afterCommit = sql.endWrite();
    }

    /** Forgets what the work did in a transaction that was undone. */
    void startAgain() {
      result = null;
      failure = null;
      afterCommit = List.of();
    }

    void fail(Throwable cause) {
      failure = cause;
    }

    boolean failed() {
      return failure != null;
    }

    /** Lets the caller go on; nothing changes after it. What is not committed has failed. */
    void complete(boolean committed) {
      lost = !committed && failure == null;
      done = true;
      LockSupport.unpark(caller);
    }

    /**
     * Waits for the outcome and runs what follows the commit, even when interrupted: the work may
     * be on disk already, and the caller must not be told otherwise.
     */
    @SuppressWarnings("NullAway") // the result is of the type that the work returned
    T await() {
      boolean interrupted = false;
      while (!done) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (failure == null && !lost) {
        JdbcDatabase.runEach(afterCommit);
      }
      if (interrupted) {
        caller.interrupt();
      }
      if (lost) {
        throw new DatabaseException("the writer failed", null);
      }
      return switch (failure) {
        case null -> result;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException("a work threw a checked exception", failure);
      };
    }
  }
}
