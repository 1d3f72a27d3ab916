package dev.tinybase.cli;

import dev.tinybase.threads.LoopThread;
import java.util.function.LongSupplier;

/**
 * Keeps the memory of a server small. The serial collector looks for garbage among old objects only
 * when the heap has reached its maximum; until then all that closed connections leave behind, 20 KB
 * each, makes the heap grow. Here everything is collected as soon as the heap has grown by a part,
 * which stops the server for 20 to 40 ms after some thousand connections.
 */
final class HeapWatch {
  /** The growth that is always allowed; a large heap may grow by half, so that it is soon done. */
  static final long LEAST_GROWTH = 40L << 20;

  private static final int PAUSE_MILLIS = 500;

  private final LongSupplier size;
  private final Runnable collect;
  private long bound;

  HeapWatch(LongSupplier size, Runnable collect) {
    this.size = size;
    this.collect = collect;
    allowGrowth();
  }

  /** Of the heap of this process. */
  HeapWatch() {
    this(Runtime.getRuntime()::totalMemory, System::gc);
  }

  /** Watches until it is closed. */
  LoopThread start() {
    return LoopThread.start("heap-watch", this::turn);
  }

  /** Collects if the heap has grown enough since the last time. */
  void check() {
    if (size.getAsLong() > bound) {
      collect.run();
      allowGrowth();
    }
  }

  private void turn() throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
    check();
  }

  private void allowGrowth() {
    long now = size.getAsLong();
    bound = now + Math.max(LEAST_GROWTH, now / 2);
  }
}
