package dev.tinybase.cli;

import dev.tinybase.threads.LoopThread;
import java.util.function.LongSupplier;

/**
 * Keeps the memory of a server small. The serial collector looks for garbage among old objects only
 * when the heap has reached its maximum; until then all that closed connections leave behind, 20 KB
 * each, makes the heap grow. Here everything is collected as soon as the heap has grown by a part,
 * which stops the server for 20 to 40 ms after some thousand connections; and once it has been
 * quiet for a while after work, so that a load or a compilation leaves nothing behind.
 */
final class HeapWatch {
  /** The growth that is always allowed; a large heap may grow by half, so that it is soon done. */
  static final long LEAST_GROWTH = 40L << 20;

  /** What a server allocates in one turn when it has nothing to do is less. */
  static final long QUIET = 512L << 10;

  /** So many turns in a row must be quiet. */
  static final int QUIET_TURNS = 40;

  /** After less work, or less than half the heap, there is nothing worth a collection. */
  static final long LEAST_WORK = 16L << 20;

  private static final int PAUSE_MILLIS = 500;

  private final LongSupplier size;
  private final LongSupplier used;
  private final Runnable collect;
  private long bound;
  private long lastUsed;
  private long work;
  private int quietTurns;

  /**
   * A watch.
   *
   * @param size bytes that the heap takes
   * @param used those of them that hold objects, garbage included
   */
  HeapWatch(LongSupplier size, LongSupplier used, Runnable collect) {
    this.size = size;
    this.used = used;
    this.collect = collect;
    begin();
  }

  /** Of the heap of this process. */
  HeapWatch() {
    this(
        Runtime.getRuntime()::totalMemory,
        () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(),
        System::gc);
  }

  /** Watches until it is closed. */
  LoopThread start() {
    return LoopThread.start("heap-watch", this::turn);
  }

  /** Collects if the heap has grown enough since the last time, or if work is over. */
  void check() {
    look();
    long now = size.getAsLong();
    boolean over = quietTurns >= QUIET_TURNS && work >= Math.max(LEAST_WORK, now / 2);
    if (now > bound || over) {
      collect.run();
      begin();
    }
  }

  /**
   * Notes what was allocated since the last look, the little of a quiet turn excepted: else a light
   * load would be stopped again and again. Less than before tells of a collection, not of work.
   */
  private void look() {
    long now = used.getAsLong();
    long allocated = now - lastUsed;
    lastUsed = now;
    if (allocated >= QUIET) {
      work += allocated;
      quietTurns = 0;
    } else if (allocated >= 0) {
      quietTurns++;
    }
  }

  private void turn() throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
    check();
  }

  private void begin() {
    long now = size.getAsLong();
    bound = now + Math.max(LEAST_GROWTH, now / 2);
    lastUsed = used.getAsLong();
    work = 0;
    quietTurns = 0;
  }
}
