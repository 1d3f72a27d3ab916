package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.functions.registry.Registry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls in this process, on platform threads that wait for more while there are calls. Whoever
 * calls {@link #with} bounds how many there are.
 *
 * <p>A function may leave thread-locals behind, which keep its classes and can't be cleared from
 * outside. So the threads end whenever functions are replaced: those that wait at once, those that
 * run after their call.
 */
public final class ThreadLanes implements Lanes {
  private static final int KEPT_SECONDS = 10;

  private final InstantSource clock;
  private final StuckCalls stuck = new StuckCalls();
  private final Set<LaneRun<?>> running = ConcurrentHashMap.newKeySet();
  private final DeadlineWatch watch = new DeadlineWatch(running);
  private final AtomicInteger threads = new AtomicInteger();
  private final ClassLoader loader = ThreadLanes.class.getClassLoader();
  private volatile ThreadPoolExecutor pool = pool();
  private volatile boolean closed;

  public ThreadLanes(Registry registry, InstantSource clock) {
    this.clock = clock;
    registry.onChange(this::renew);
  }

  @Override
  public <T extends @Nullable Object> T with(CallInfo call, Function function, Work<T> work)
      throws Throwable {
    stuck.check(function);
    long time = Math.max(0, Duration.between(clock.instant(), call.deadline()).toNanos());
    var run = new LaneRun<>(function, work, System.nanoTime() + time);
    running.add(run);
    try {
      execute(run);
      watch.wake();
      return run.await(stuck::add);
    } finally {
      running.remove(run);
    }
  }

  @Override
  public int stuck() {
    return stuck.count();
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

  private void execute(LaneRun<?> run) {
    while (!closed) {
      try {
        pool.execute(() -> runOn((LaneThread) Thread.currentThread(), run));
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

  private void runOn(LaneThread thread, LaneRun<?> run) {
    thread.runs(run.function().name());
    try {
      run.run();
    } finally {
      thread.printTo(null);
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
        task -> new LaneThread(task, threads.incrementAndGet()));
  }
}
