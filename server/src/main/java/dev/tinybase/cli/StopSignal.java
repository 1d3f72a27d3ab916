package dev.tinybase.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for Ctrl-C or SIGTERM. The JVM ends when its shutdown hooks are done, so the hook waits
 * until this is closed, that is until everything opened after it is closed; but not for ever.
 */
final class StopSignal implements AutoCloseable {
  private static final int MARGIN_SECONDS = 10;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final int patienceSeconds;
  private final Thread hook = new Thread(this::stop, "stop");

  StopSignal(int shutdownSeconds) {
    patienceSeconds = shutdownSeconds + MARGIN_SECONDS;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Returns when the process is asked to stop; an interrupt counts as well. */
  void await() {
    try {
      asked.await();
    } catch (InterruptedException _) {
      asked.countDown();
    }
  }

  private void stop() {
    asked.countDown();
    try {
      boolean _ = closed.await(patienceSeconds, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is stopping: the hook runs and sees that this is closed.
    }
  }
}
