package dev.tinybase.functions.executor;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.invoke.FunctionOutput;
import dev.tinybase.functions.invoke.Invoker;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.registry.Registry.Function;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
    watch.checkHealth(function, false);
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
  public <T extends @Nullable Object> T executeHere(
      @Nullable Invoker around, Function function, Duration limit, Task<T> task) throws Throwable {
    watch.checkHealth(function, true);
    var run = new BorrowedThread(function, limit, watch);
    watch.add(run);
    var output = FunctionOutput.borrow(clock);
    try {
      return task.run(Invoker.IN_PROCESS, clock.instant().plus(limit));
    } finally {
      output.giveBack();
      watch.remove(run);
      run.end();
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
    thread.nameAfter(task.function.name());
    try {
      task.run();
    } finally {
      FunctionOutput.printTo(null);
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
        task -> new FunctionThread(task, threads.incrementAndGet(), clock));
  }

  /** A thread that runs functions. What other threads have for those they start is not for it. */
  private static final class FunctionThread extends Thread {
    private final int number;
    private String function = "";

    FunctionThread(Runnable task, int number, InstantSource clock) {
      super(
          null,
          () -> {
            FunctionOutput.begin(clock);
            task.run();
          },
          "function-" + number,
          0,
          false);
      this.number = number;
      setDaemon(true);
    }

    /** Is named after the function, for whoever looks at the server's threads. */
    void nameAfter(String name) {
      if (!name.equals(function)) {
        function = name;
        setName("function-" + name + "-" + number);
      }
    }
  }

  /**
   * One task on its way from the thread that waits for it to one of the pool, and back. The one who
   * waits holds no lock and, being a virtual thread, no thread of the system.
   */
  static final class ThreadTask<T extends @Nullable Object> implements Runnable, TaskWatch.Watched {
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    /** How long a busy machine may take to give it a thread. */
    private static final long MOST_UNTIL_BEGUN = TimeUnit.SECONDS.toNanos(10);

    private final Function function;
    private final Duration limit;
    private final CallExecutor.Task<T> task;
    private final InstantSource clock;
    private final Thread waiter = Thread.currentThread();
    private @Nullable Thread thread; // guarded by this; the one that runs it
    private @Nullable Runnable whenFreed; // guarded by this; what a stuck one does at its end
    private boolean over; // guarded by this
    private volatile boolean begun;
    private long deadline = System.nanoTime() + MOST_UNTIL_BEGUN; // guarded by this; of its step
    private volatile boolean expired;
    private volatile boolean done;
    private @Nullable T result;
    private @Nullable Throwable failure;

    /** A task for which the current thread will wait. */
    ThreadTask(Function function, Duration limit, CallExecutor.Task<T> task, InstantSource clock) {
      this.function = function;
      this.limit = limit;
      this.task = task;
      this.clock = clock;
    }

    @Override
    public void run() {
      if (begin()) {
        try {
          result = task.run(Invoker.IN_PROCESS, clock.instant().plus(limit));
        } catch (Throwable e) { // whatever a function does to itself must not end the pool's thread
          failure = e;
        } finally {
          end();
        }
      }
    }

    /** Wakes the one who waits when the time is over. */
    @Override
    public synchronized void expire(long now) {
      if (now - deadline >= 0 && !expired) {
        expired = true;
        LockSupport.unpark(waiter);
      }
    }

    /** Waits for the end; what has not ended in time is told to the watch. */
    @SuppressWarnings("NullAway") // the result is of the type that the task returned
    T await(TaskWatch watch) throws Throwable {
      while (!done) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          giveUp(watch);
          throw new InterruptedException();
        }
        if (expired && !done) {
          throw late(watch);
        }
      }
      if (failure != null) {
        throw failure;
      }
      return result;
    }

    private RuntimeException late(TaskWatch watch) {
      giveUp(watch);
      return begun
          ? new FunctionFailure(
              CallFailure.TIMEOUT,
              "Function '" + function.name() + "' took longer than it may.",
              null)
          : Problem.unavailable(
              "overloaded", "No thread has begun the call for ten seconds; try again.", 5);
    }

    private synchronized boolean begin() {
      if (over || expired) {
        return false;
      }
      thread = Thread.currentThread();
      deadline = System.nanoTime() + limit.toNanos();
      begun = true;
      return true;
    }

    private void end() {
      Runnable freed;
      synchronized (this) {
        thread = null;
        done = true;
        freed = whenFreed;
      }
      // from here on nobody interrupts this thread on account of this task
      Thread.interrupted();
      if (freed == null) {
        LockSupport.unpark(waiter);
      } else {
        freed.run();
      }
    }

    private void giveUp(TaskWatch watch) {
      synchronized (this) {
        over = true;
        if (thread != null) {
          thread.interrupt();
        }
      }
      long end = System.nanoTime() + GRACE;
      while (runs() && end - System.nanoTime() > 0) {
        LockSupport.parkNanos(this, end - System.nanoTime());
        Thread.interrupted();
      }
      synchronized (this) {
        if (thread != null) {
          whenFreed = watch.addStuck(function, thread);
        }
      }
    }

    private synchronized boolean runs() {
      return thread != null;
    }
  }
}
