package dev.tinybase.functions.executor;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.functions.registry.Registry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls in this process, on platform threads that wait for more while there are calls. Whoever
 * calls {@link #execute} bounds how many there are.
 *
 * <p>A function may leave thread-locals behind, which keep its classes and can't be cleared from
 * outside. So the threads end whenever functions are replaced: those that wait at once, those that
 * run after their call.
 */
public final class ThreadExecutor implements CallExecutor {
  private static final int KEPT_SECONDS = 10;

  private final InstantSource clock;
  private final TaskWatch watch = new TaskWatch();
  private final AtomicInteger threads = new AtomicInteger();
  private final ClassLoader loader = ThreadExecutor.class.getClassLoader();
  private volatile ThreadPoolExecutor pool = pool();
  private volatile boolean closed;

  public ThreadExecutor(Registry registry, InstantSource clock) {
    this.clock = clock;
    registry.onChange(this::renew);
  }

  @Override
  public <T extends @Nullable Object> T execute(Function function, Duration limit, Task<T> task)
      throws Throwable {
    watch.checkHealth(function);
    var run = new ThreadTask<>(function, limit, task, clock);
    watch.add(run);
    try {
      submit(run);
      return run.await(watch);
    } finally {
      watch.remove(run);
    }
  }

  @Override
  public int stuck() {
    return watch.stuck();
  }

  @Override
  public void close() {
    closed = true;
    watch.close();
    pool.shutdownNow();
  }

  /** The next calls get new threads; the old ones end once they are idle. */
  private synchronized void renew() {
    if (!closed && pool.getPoolSize() > 0) {
      var old = pool;
      pool = pool();
      old.shutdown();
    }
  }

  private void submit(ThreadTask<?> task) {
    while (!closed) {
      try {
        pool.execute(() -> runOn((FunctionThread) Thread.currentThread(), task));
        return;
      } catch (RejectedExecutionException _) {
        // renewed a moment ago: the next one is in place by now, or will be
        Thread.onSpinWait();
      } catch (OutOfMemoryError _) {
        throw Problem.unavailable(
            "no_thread", "The system gives no thread for the call. Try again in a second.", 1);
      }
    }
    throw Problem.unavailable("shutting_down", "The server is shutting down.", 1);
  }

  private void runOn(FunctionThread thread, ThreadTask<?> task) {
    thread.nameAfter(task.function().name());
    try {
      task.run();
    } finally {
      FunctionThread.printTo(null);
      thread.setContextClassLoader(loader);
    }
  }

  private ThreadPoolExecutor pool() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        KEPT_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> new FunctionThread(task, threads.incrementAndGet()));
  }
}
