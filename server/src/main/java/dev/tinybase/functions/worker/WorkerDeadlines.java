package dev.tinybase.functions.worker;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends workers whose call's time is over, and wakes the threads that wait for them. */
final class WorkerDeadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("worker-deadlines").factory());

  WorkerDeadlines() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Watches over the worker on behalf of the current thread until the result is closed. */
  Watch watch(Worker worker, Duration remaining) {
    var watch = new Watch(worker, Thread.currentThread());
    var future = timer.schedule(watch::expire, remaining.toNanos(), TimeUnit.NANOSECONDS);
    watch.whenOver = () -> future.cancel(false);
    return watch;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** One call's. */
  static final class Watch implements AutoCloseable {
    private final Worker worker;
    private final Thread waiter;
    private Runnable whenOver = () -> {};
    private boolean over; // guarded by this
    private boolean expired; // guarded by this

    private Watch(Worker worker, Thread waiter) {
      this.worker = worker;
      this.waiter = waiter;
    }

    private synchronized void expire() {
      if (!over) {
        expired = true;
        worker.end(Ending.TIMEOUT);
        waiter.interrupt();
      }
    }

    @Override
    public void close() {
      whenOver.run();
      synchronized (this) {
        over = true;
        if (expired) {
          Thread.interrupted(); // ours: nobody after this is meant by it
        }
      }
    }
  }
}
