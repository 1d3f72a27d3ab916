package dev.tinybase.functions.registry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who uses a loaded file, so that it is closed after the last call that runs in it and not
 * before: a class that is needed for the first time must still be found. The registry itself is one
 * of those who use it, from the beginning.
 */
public final class Holds {
  private final AtomicInteger count = new AtomicInteger(1);
  private final AtomicBoolean retired = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Runnable close;

  /** What to do at the end. */
  public Holds(Runnable close) {
    this.close = close;
  }

  /** Begins to use the file; false when it is closed already. */
  boolean acquire() {
    int now = count.get();
    while (now > 0) {
      if (count.compareAndSet(now, now + 1)) {
        return true;
      }
      now = count.get();
    }
    return false;
  }

  /** Ends what one {@link #acquire} began. */
  void release() {
    if (count.decrementAndGet() == 0) {
      close();
    }
  }

  /** The registry uses the file no more; calls that run go on. */
  public void retire() {
    if (retired.compareAndSet(false, true)) {
      release();
    }
  }

  /** Whether the file is closed. */
  public boolean isClosed() {
    return closed.get();
  }

  /** Closes the file now, whoever uses it. */
  public void close() {
    if (closed.compareAndSet(false, true)) {
      close.run();
    }
  }
}
