package dev.tinybase.functions.executor;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.threads.LoopThread;
import dev.tinybase.threads.RequestId;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the tasks that run. It looks twenty times a second whose time is over, because a timer
 * for each would cost more than the call, and sleeps while nothing has run for some seconds. Of
 * those that went on after their end it keeps count: the JDK has no way to end a thread, so all
 * that can be done is to tell, and to let no more of them come.
 */
final class TaskWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskWatch.class);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int IDLE_LOOKS = 100;
  private static final int MOST_STUCK = 16;
  private static final int MOST_STUCK_OF_ONE = 3;

  /** What runs and has a time at which it is over. */
  interface Watched {
    /** Looks whether the time is over, by {@link System#nanoTime}. */
    void expire(long now);
  }

  private final Set<Watched> running = ConcurrentHashMap.newKeySet();
  private final Map<FunctionFile.Entry, Integer> stuckByFunction = new HashMap<>(); // by this
  private volatile int stuck;
  private @Nullable LoopThread thread; // guarded by this
  private int idle; // the thread's own
  private volatile boolean asleep = true;
  private volatile boolean closed;

  /** Watches a task until {@link #remove}. */
  void add(Watched task) {
    running.add(task);
    if (asleep) {
      wake();
    }
  }

  void remove(Watched task) {
    running.remove(task);
  }

  int stuck() {
    return stuck;
  }

  /**
   * Refuses a function that would only get stuck; one that was loaded anew gets its chance.
   *
   * @param isShared whether its thread is one of a request, which it may take once at most
   */
  void checkHealth(Function function, boolean isShared) {
    if (stuck == 0) {
      return;
    }
    synchronized (this) {
      int known = stuckByFunction.getOrDefault(function.entry(), 0);
      if (known >= (isShared ? 1 : MOST_STUCK_OF_ONE)) {
        throw Problem.unavailable(
            "function_unhealthy",
            "Function '"
                + function.name()
                + "' has "
                + known
                + " calls that do not end. Correct it; it is called again once it is reloaded.",
            60);
      }
    }
    if (stuck >= MOST_STUCK) {
      throw Problem.unavailable(
          "functions_unhealthy",
          "Too many calls of functions do not end. The server's log names them; restart it.",
          60);
    }
  }

  /** There is one more that does not end; what to do when it has ended after all. */
  Runnable addStuck(Function function, Thread where) {
    var request = RequestId.current();
    countStuck(function, 1);
    var carriers = where.isVirtual() ? carriers() : null;
    addCarriers(carriers, 1);
    var place = new Throwable("where it is");
    place.setStackTrace(where.getStackTrace());
    LOG.warn(
        "a call of function {} does not end, though its thread was interrupted; {} stuck",
        function.name(),
        stuck,
        place);
    return () -> {
      countStuck(function, -1);
      addCarriers(carriers, -1);
      RequestId.run(
          request,
          () ->
              LOG.info("a stuck call of function {} has ended; {} stuck", function.name(), stuck));
    };
  }

  /** What runs virtual threads: one that does not end keeps a thread of it from all others. */
  private static VirtualThreadSchedulerMXBean carriers() {
    return ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
  }

  private synchronized void addCarriers(@Nullable VirtualThreadSchedulerMXBean carriers, int by) {
    if (carriers != null) {
      carriers.setParallelism(carriers.getParallelism() + by);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.stop();
      thread.wake();
    }
  }

  private synchronized void countStuck(Function function, int by) {
    stuckByFunction.merge(function.entry(), by, (a, b) -> a + b == 0 ? null : a + b);
    stuck += by;
  }

  private synchronized void wake() {
    asleep = false;
    if (thread == null && !closed) {
      thread = LoopThread.start("function-deadlines", this::look);
    } else if (thread != null) {
      thread.wake();
    }
  }

  private void look() {
    long now = System.nanoTime();
    running.forEach(task -> task.expire(now));
    idle = running.isEmpty() ? idle + 1 : 0;
    asleep = idle > IDLE_LOOKS; // said before the last look, so that nothing begins unseen
    if (asleep && running.isEmpty()) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, PAUSE);
    }
  }
}
