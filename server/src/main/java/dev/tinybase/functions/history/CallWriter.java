package dev.tinybase.functions.history;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.BatchQueue.Entry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries on a thread of its own, which begins with the first of them. Where the queue is
 * full, whoever brings an entry writes it; where the database cannot be written it waits, and only
 * what finds no room then is lost, counted and reported.
 */
final class CallWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CallWriter.class);
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration FLUSH = Duration.ofSeconds(5);
  private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(3);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final BatchQueue queue = new BatchQueue();
  private final LongAdder lost = new LongAdder();
  private final Consumer<List<Entry>> store;
  private final BooleanSupplier inTransaction;
  private @Nullable Thread thread; // guarded by this
  private volatile boolean running;
  private volatile boolean stalled;
  private volatile boolean closing;
  private volatile long giveUpNanos;

  /**
   * A writer that has not begun.
   *
   * @param store throws a problem of kind UNAVAILABLE for what may be tried again
   * @param inTransaction whether this thread is in a transaction of the store's database
   */
  CallWriter(Consumer<List<Entry>> store, BooleanSupplier inTransaction) {
    this.store = store;
    this.inTransaction = inTransaction;
  }

  /** Takes an entry, which is written half a second later at most if the database is well. */
  void keep(Entry entry) {
    if (!running) {
      start();
    }
    if (!queue.offer(entry, Duration.ZERO)) {
      press(entry);
    }
  }

  /** A thread in a transaction must neither wait nor write: the writer may have to wait for it. */
  private void press(Entry entry) {
    if (inTransaction.getAsBoolean()) {
      if (!queue.force(entry)) {
        lost.increment();
      }
    } else if (stalled || !queue.offer(entry, PATIENCE)) {
      writeHere(entry);
    }
  }

  /** Returns when what was taken before can be read, or when that takes too long. */
  void flush() {
    if (running && !inTransaction.getAsBoolean()) {
      long mark = queue.accepted();
      long end = System.nanoTime() + FLUSH.toNanos();
      while (!stalled && System.nanoTime() < end && !queue.await(mark, PATIENCE)) {
        // A database that goes away meanwhile ends the waiting.
      }
    }
  }

  /** Entries that wait. */
  int waiting() {
    return queue.size();
  }

  /** Entries that could not be written since the start. */
  long lost() {
    return lost.sum();
  }

  private synchronized void start() {
    if (!running && !closing) {
      running = true;
      thread = Thread.ofPlatform().name("call-log").daemon().start(this::loop);
    }
  }

  private void writeHere(Entry entry) {
    if (stalled) {
      lost.increment();
      return;
    }
    try {
      store.accept(List.of(entry));
    } catch (RuntimeException e) {
      lose(1, e);
    }
  }

  private void loop() {
    while (true) {
      try {
        var batch = queue.take();
        if (batch.isEmpty()) {
          return;
        }
        try {
          write(batch);
        } finally {
          queue.settled(batch.size());
        }
      } catch (InterruptedException _) {
        // Nobody interrupts this thread, and what waits is still to be written.
      } catch (RuntimeException | Error e) {
        LOG.error("Records of calls cannot be written", e);
      }
    }
  }

  /** Tries until the entries are written; those that the database refuses are found one by one. */
  private void write(List<Entry> batch) {
    try {
      patiently(batch);
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        lose(1, e);
      } else {
        batch.forEach(entry -> write(List.of(entry)));
      }
    }
  }

  private void patiently(List<Entry> batch) {
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        store.accept(batch);
        resumed();
        return;
      } catch (Problem problem) {
        if (problem.kind() != Problem.Kind.UNAVAILABLE) {
          throw problem;
        }
        if (closing && System.nanoTime() > giveUpNanos) {
          lose(batch.size(), problem);
          return;
        }
        stalled(problem);
        LockSupport.parkNanos(Duration.ofMillis(pause).toNanos());
      }
    }
  }

  private void stalled(Problem problem) {
    if (!stalled) {
      stalled = true;
      LOG.warn("Records of calls cannot be written now and wait: {}", problem.detail());
    }
  }

  private void resumed() {
    if (stalled) {
      stalled = false;
      LOG.warn("Records of calls are written again; {} were lost since the start", lost.sum());
    }
  }

  private void lose(int count, RuntimeException e) {
    lost.add(count);
    LOG.error("Records of calls cannot be written and are lost ({})", count, e);
  }

  /** Writes what waits; what the database does not take within some seconds is lost. */
  @Override
  public void close() {
    Thread writer;
    synchronized (this) {
      giveUpNanos = System.nanoTime() + LAST_ATTEMPTS.toNanos();
      closing = true;
      writer = thread;
    }
    queue.close();
    if (writer != null) {
      LockSupport.unpark(writer);
      join(writer);
    }
    if (lost.sum() > 0) {
      LOG.error("{} records of calls could not be written since the start", lost.sum());
    }
  }

  private static void join(Thread writer) {
    try {
      writer.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
