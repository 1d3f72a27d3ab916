package dev.tinybase.auth;

import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs password hashes on a few platform threads, so that a burst of logins leaves processors for
 * the other requests: half of them, at least one. Waiting is bounded in number and in time; beyond
 * it 503. Idle threads end by themselves, so there is nothing to close.
 */
final class HashingPool {
  private final ThreadPoolExecutor threads;
  private final Duration patience;

  HashingPool() {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 128, Duration.ofSeconds(10));
  }

  HashingPool(int size, int queue, Duration patience) {
    this.patience = patience;
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name("passwords-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  <T> T run(Callable<T> work) {
    Future<T> future;
    try {
      future = threads.submit(work);
    } catch (RejectedExecutionException _) {
      throw busy();
    }
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      cancel(future);
      throw busy();
    } catch (InterruptedException _) {
      cancel(future);
      Thread.currentThread().interrupt();
      throw busy();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot hash a password", e.getCause());
    }
  }

  private void cancel(Future<?> future) {
    future.cancel(true);
    threads.purge(); // a cancelled work would keep its place in the queue
  }

  private static Problem busy() {
    return Problem.unavailable(
        "logins_busy", "Too many logins at this moment; try again in a few seconds", 2);
  }
}
