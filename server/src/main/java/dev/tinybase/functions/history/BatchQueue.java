package dev.tinybase.functions.history;

import dev.tinybase.functions.host.LogLine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Entries on their way to the database, bounded in number and in size. Many threads add, one takes:
 * not at once, but after a moment in which others come, so that one transaction writes many.
 */
final class BatchQueue {
  /** What waits to be written: a call, or something that one has said. */
  sealed interface Entry permits CallRecord, Line {
    /** About how many bytes it takes in memory. */
    private long weight() {
      return switch (this) {
        case CallRecord call ->
            500L
                + size(call.errorMessage())
                + size(call.trace())
                + size(call.errorDetails())
                + size(call.input())
                + size(call.output());
        case Line line -> 200L + line.line().message().length();
      };
    }

    private static long size(@Nullable String text) {
      return text == null ? 0 : text.length();
    }

    private static long size(byte @Nullable [] bytes) {
      return bytes == null ? 0 : bytes.length;
    }
  }

  /** A line of a call's log. */
  record Line(UUID callId, String function, LogLine line) implements Entry {}

  /** Entries that wait at most. */
  static final int MOST = 20_000;

  /** Beyond that, entries of threads that the taker may have to wait for. */
  private static final int RESERVE = MOST;

  /** Bytes that wait at most; inputs and outputs can be large. */
  static final long MOST_BYTES = 32L << 20;

  /** Entries that are written at once, few enough for the writes of others not to wait long. */
  static final int BATCH = 500;

  private static final long BATCH_BYTES = 2L << 20;
  private static final long LINGER_NANOS = Duration.ofMillis(200).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrival = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long bytes;
  private long accepted;
  private long settled;
  private int hurried;
  private boolean closed;

  /** Adds an entry; false where there is no room for it in time, or no taker any more. */
  boolean offer(Entry entry, Duration patience) {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      while (isFull() && !closed && nanos > 0) {
        nanos = room.awaitNanos(nanos);
      }
      return !closed && !isFull() && add(entry);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Adds an entry of a thread that must not wait; false where even the reserve is used up. */
  boolean force(Entry entry) {
    lock.lock();
    try {
      boolean room = entries.size() < MOST + RESERVE && bytes < 2 * MOST_BYTES;
      return !closed && room && add(entry);
    } finally {
      lock.unlock();
    }
  }

  private boolean add(Entry entry) {
    entries.add(entry);
    bytes += entry.weight();
    accepted++;
    if (entries.size() == 1 || entries.size() == BATCH) {
      arrival.signal();
    }
    return true;
  }

  private boolean isFull() {
    return entries.size() >= MOST || bytes >= MOST_BYTES;
  }

  /** Waits for entries and takes the oldest; none when this is closed and empty. */
  List<Entry> take() throws InterruptedException {
    lock.lock();
    try {
      while (entries.isEmpty() && !closed) {
        arrival.await();
      }
      long nanos = LINGER_NANOS;
      while (nanos > 0 && entries.size() < BATCH && hurried == 0 && !closed) {
        nanos = arrival.awaitNanos(nanos);
      }
      return drain();
    } finally {
      lock.unlock();
    }
  }

  private List<Entry> drain() {
    var batch = new ArrayList<Entry>(Math.min(entries.size(), BATCH));
    long taken = 0;
    while (!entries.isEmpty() && batch.size() < BATCH && taken < BATCH_BYTES) {
      var entry = entries.remove();
      taken += entry.weight();
      batch.add(entry);
    }
    bytes -= taken;
    room.signalAll();
    return batch;
  }

  /** To be told when entries that were taken are written, or given up. */
  void settled(int count) {
    lock.lock();
    try {
      settled += count;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many were added since the beginning. */
  long accepted() {
    lock.lock();
    try {
      return accepted;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the first so many are settled; false where that takes too long. */
  boolean await(long target, Duration patience) {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      hurried++;
      arrival.signal();
      while (settled < target && nanos > 0) {
        nanos = progress.awaitNanos(nanos);
      }
      return settled >= target;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      hurried--;
      lock.unlock();
    }
  }

  /** Takes no more; what waits can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrival.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many wait. */
  int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }
}
