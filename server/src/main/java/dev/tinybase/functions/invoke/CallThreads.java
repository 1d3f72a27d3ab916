package dev.tinybase.functions.invoke;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Virtual threads for the work that a call does beside its own thread. */
final class CallThreads {
  private static final int AT_ONCE = 64;
  private static final int WAITING = 10_000;

  private CallThreads() {}

  /** An executor; it refuses work beyond its bounds. */
  static ExecutorService of(String function) {
    var threads = Thread.ofVirtual().name("function-" + function + "-beside-", 1).factory();
    return new ThreadPoolExecutor(
        AT_ONCE, AT_ONCE, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), threads);
  }
}
