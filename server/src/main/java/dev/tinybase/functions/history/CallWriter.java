package dev.tinybase.functions.history;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallTable.Entry;
import dev.tinybase.threads.LoopThread;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries on a thread of its own, which begins with the first of them: not at once, but
 * after a moment in which others come, so that one transaction writes many. What waits is bounded
 * in number and in size. Where there is no room, whoever brings an entry writes it; where the
 * database cannot be written it waits, and only what finds no room then is lost, counted and
 * reported.
 */
final class CallWriter implements AutoCloseable {
  /** Entries that wait at most; those of threads that must not wait may be as many again. */
  static final int MOST = 20_000;

  /** Bytes that wait at most; inputs and outputs can be large. */
  private static final long MOST_BYTES = 32L << 20;

  /** Entries that are written at once, few enough for the writes of others not to wait long. */
  static final int BATCH = 500;

  private static final Logger LOG = LoggerFactory.getLogger(CallWriter.class);
  private static final long BATCH_BYTES = 2L << 20;
  private static final Duration LINGER = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration FLUSH = Duration.ofSeconds(5);
  private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(3);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final Consumer<List<Entry>> store;
  private final BooleanSupplier inTransaction;
  private final LongAdder lost = new LongAdder();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>(); // these are guarded by this
  private long bytes;
  private long accepted;
  private long settled;
  private int hurried;
  private long giveUpNanos;
  private volatile @Nullable LoopThread loop;
  private volatile boolean stalled;
  private volatile boolean closing;

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

  /**
   * Takes an entry, which is written half a second later at most if the database is well. A thread
   * in a transaction must neither wait nor write: the writer may have to wait for it.
   */
  void keep(Entry entry) {
    if (loop == null) {
      start();
    }
    if (offer(entry, Duration.ZERO, 1)) {
      return;
    }
    if (inTransaction.getAsBoolean()) {
      if (!offer(entry, Duration.ZERO, 2)) {
        lost.increment();
      }
    } else if (stalled || !offer(entry, PATIENCE, 1)) {
      writeHere(entry);
    }
  }

  /** Adds an entry; false where there is no room for it in time, or no taker any more. */
  private synchronized boolean offer(Entry entry, Duration patience, int rooms) {
    long end = System.nanoTime() + patience.toNanos();
    while (isFull(rooms) && !closing && waited(end)) {
      // another has taken the room that was made
    }
    if (closing || isFull(rooms)) {
      return false;
    }
    entries.add(entry);
    bytes += entry.weight();
    accepted++;
    if (entries.size() == 1 || entries.size() == BATCH) {
      notifyAll();
    }
    return true;
  }

  private boolean isFull(int rooms) {
    return entries.size() >= rooms * MOST || bytes >= rooms * MOST_BYTES;
  }

  /** Waits for a change; false when the time is over, or the thread is not to wait. */
  @SuppressWarnings("WaitNotInLoop") // all callers are loops
  private synchronized boolean waited(long end) {
    long left = end - System.nanoTime();
    try {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      return left > 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns when what was taken before can be read, or when that takes too long. */
  void flush() {
    if (loop != null && !inTransaction.getAsBoolean()) {
      awaitSettled();
    }
  }

  private synchronized void awaitSettled() {
    long mark = accepted;
    long end = System.nanoTime() + FLUSH.toNanos();
    hurried++;
    notifyAll();
    while (settled < mark && !stalled && waited(end)) {
      // something else has changed
    }
    hurried--;
  }

  /** Entries that wait. */
  synchronized int waiting() {
    return entries.size();
  }

  /** Entries that could not be written since the start. */
  long lost() {
    return lost.sum();
  }

  private synchronized void start() {
    if (loop == null && !closing) {
      loop = LoopThread.start("call-log", this::turn, this::drain);
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

  private void turn() throws InterruptedException {
    var batch = take();
    try {
      write(batch);
    } finally {
      change(() -> settled += batch.size());
    }
  }

  private void drain() throws InterruptedException {
    while (waiting() > 0) {
      turn();
    }
  }

  /** Waits for entries and takes the oldest; none when this is closed and empty. */
  private synchronized List<Entry> take() throws InterruptedException {
    while (entries.isEmpty() && !closing) {
      wait();
    }
    long end = System.nanoTime() + LINGER.toNanos();
    while (entries.size() < BATCH && hurried == 0 && !closing && waited(end)) {
      // some more have come
    }
    var batch = new ArrayList<Entry>(Math.min(entries.size(), BATCH));
    for (long taken = 0; !entries.isEmpty() && batch.size() < BATCH && taken < BATCH_BYTES; ) {
      var entry = entries.remove();
      taken += entry.weight();
      bytes -= entry.weight();
      batch.add(entry);
    }
    notifyAll();
    return batch;
  }

  /** Tries until the entries are written; those that the database refuses are found one by one. */
  private void write(List<Entry> batch) {
    try {
      if (!batch.isEmpty()) {
        patiently(batch);
      }
    } catch (RuntimeException | Error e) {
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
        if (stalled) {
          change(() -> stalled = false);
          LOG.warn("Records of calls are written again; {} were lost since the start", lost.sum());
        }
        return;
      } catch (Problem problem) {
        if (problem.kind() != Problem.Kind.UNAVAILABLE) {
          throw problem;
        }
        if (closing && System.nanoTime() > giveUpNanos) {
          lose(batch.size(), problem);
          return;
        }
        if (!stalled) {
          change(() -> stalled = true);
          LOG.warn("Records of calls cannot be written now and wait: {}", problem.detail());
        }
        LockSupport.parkNanos(Duration.ofMillis(pause).toNanos());
        var _ = Thread.interrupted(); // else it would end every pause from now on
      }
    }
  }

  private void lose(int count, Throwable e) {
    lost.add(count);
    LOG.error("Records of calls cannot be written and are lost ({})", count, e);
  }

  private synchronized void change(Runnable change) {
    change.run();
    notifyAll();
  }

  /** Writes what waits; what the database does not take within some seconds is lost. */
  @Override
  public void close() {
    change(() -> {
      giveUpNanos = System.nanoTime() + LAST_ATTEMPTS.toNanos();
      closing = true;
    });
    var writer = loop;
    if (writer != null) {
      writer.stop();
      writer.wake();
      writer.join();
    }
    if (lost.sum() > 0) {
      LOG.error("{} records of calls could not be written since the start", lost.sum());
    }
  }
}
