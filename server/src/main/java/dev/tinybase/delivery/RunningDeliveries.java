package dev.tinybase.delivery;

import dev.tinybase.errors.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handlers that are being told something now, each on a thread of its own. */
final class RunningDeliveries {
  /** How long those that were interrupted may take to end. */
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(RunningDeliveries.class);
  private static final long PAUSE_MILLIS = 1_000;

  private final LongSupplier last;
  private final Runnable ended;
  private final Map<HandlerDelivery, Thread> threads = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * None at first.
   *
   * @param last the number of the last change there is
   * @param ended called after the end of each
   */
  RunningDeliveries(LongSupplier last, Runnable ended) {
    this.last = last;
    this.ended = ended;
  }

  boolean isRunning(HandlerDelivery handler) {
    return threads.containsKey(handler);
  }

  /** Tells a handler whatever there is, unless that happens already. */
  synchronized void start(HandlerDelivery handler) {
    if (!closed && !isRunning(handler)) {
      var thread = Thread.ofVirtual().name("hook-" + handler.name()).unstarted(() -> run(handler));
      threads.put(handler, thread);
      thread.start();
    }
  }

  private void run(HandlerDelivery handler) {
    try {
      while (!closed && handler.turn(last.getAsLong())) {
        // there may be more
      }
    } catch (RuntimeException | Error e) {
      pause(handler, e);
    } finally {
      ended(handler);
    }
  }

  /** The database is out of reach, or something is wrong with us; nothing is lost. */
  private void pause(HandlerDelivery handler, Throwable failure) {
    if (closed) {
      return;
    }
    if (failure instanceof Problem problem) {
      LOG.warn("hook {} cannot be told what has happened: {}", handler.name(), problem.detail());
    } else {
      LOG.error("hook {} cannot be told what has happened", handler.name(), failure);
    }
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended(HandlerDelivery handler) {
    synchronized (this) {
      threads.remove(handler);
      notifyAll();
    }
    ended.run();
  }

  /** Begins no more and waits for those that run; interrupts them when that takes too long. */
  void close(Duration patience) {
    closed = true;
    try {
      if (!awaitNone(patience)) {
        threads.values().forEach(Thread::interrupt);
        if (!awaitNone(LAST_PATIENCE)) {
          threads.keySet().forEach(it -> LOG.warn("hook {} does not end", it.name()));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean awaitNone(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!threads.isEmpty() && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
    return threads.isEmpty();
  }
}
