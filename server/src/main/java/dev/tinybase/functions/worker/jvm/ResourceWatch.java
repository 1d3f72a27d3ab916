package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.WorkerExitCode;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;

/**
 * Looks at the process many times in a second: a flood of threads ends it before it can starve the
 * machine, and memory that stays full is told to the server.
 */
final class ResourceWatch implements Runnable {
  private static final int PAUSE_MILLIS = 25;
  private static final double FULL = 0.75;

  private final ServerSession session;
  private final ThreadGroup root;
  private boolean tired;

  ResourceWatch(ServerSession session) {
    this.session = session;
    var group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    this.root = group;
  }

  void start() {
    Thread.ofPlatform().daemon().name("watch").start(this);
  }

  @Override
  public void run() {
    while (true) {
      pause();
      if (root.activeCount() > WorkerExitCode.MOST_THREADS) {
        Runtime.getRuntime().halt(WorkerExitCode.TOO_MANY_THREADS);
      }
      if (!tired && mayBeFull() && isFull()) {
        tired = true;
        session.tell(new ToServer.Tired());
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException _) {
      // a function interrupts whatever it finds
    }
  }

  /** Garbage included, and cheap to ask. */
  private static boolean mayBeFull() {
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory() > FULL * runtime.maxMemory();
  }

  /** After the last collection of what lives for long, the only pool with both thresholds. */
  private static boolean isFull() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(MemoryPoolMXBean::isUsageThresholdSupported)
        .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .anyMatch(usage ->
            usage != null && usage.getMax() > 0 && usage.getUsed() > FULL * usage.getMax());
  }
}
