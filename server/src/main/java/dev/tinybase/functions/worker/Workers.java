package dev.tinybase.functions.worker;

import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that run functions: a fixed number and a spare one, started in the background and
 * replaced when they end, for whatever reason. The spare takes the place of one that ends, so that
 * the next call need not wait until another has started. The one that worked last works next, so
 * that few of them are warm rather than many lukewarm.
 */
public final class Workers implements AutoCloseable {
  /**
   * What became of workers.
   *
   * @param alive processes that take calls or run one
   * @param started how many have been started so far
   * @param ended how many have ended so far, by reason
   */
  public record Figures(int alive, long started, Map<Ending, Long> ended) {}

  private static final Logger LOG = LoggerFactory.getLogger("functions");
  private static final int SPARE = 1;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final int EXIT_SECONDS = 5;

  private final int size;
  private final int callsPerWorker;
  private final Duration patience;
  private final Semaphore places;
  private final Launcher launcher;
  private final LinkedBlockingDeque<Worker> idle = new LinkedBlockingDeque<>();
  private final Set<Worker> alive = ConcurrentHashMap.newKeySet();
  private final Map<Ending, Long> ended = new EnumMap<>(Ending.class); // guarded by itself
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean failing;

  /**
   * Workers, of which none is started yet.
   *
   * @param size how many run calls at once
   * @param patience how long to wait for one that is free
   */
  Workers(int size, int callsPerWorker, Duration patience, Launcher launcher) {
    this.size = size;
    this.callsPerWorker = callsPerWorker;
    this.patience = patience;
    this.places = new Semaphore(size);
    this.launcher = launcher;
  }

  /** Starts them, if nobody has yet, without waiting for them. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      for (int i = 0; i < size + SPARE; i++) {
        startOne();
      }
    }
  }

  /** A worker that nobody uses; it must be given back. */
  Worker take() throws InterruptedException {
    if (stopped.getCount() == 0) {
      throw unavailable();
    }
    begin();
    long end = System.nanoTime() + (failing ? 0 : patience.toNanos());
    if (!places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw unavailable();
    }
    @Nullable Worker worker = null;
    try {
      worker = free(end);
      return worker;
    } finally {
      if (worker == null) {
        places.release();
      }
    }
  }

  /**
   * Another one in place of one that is of no use any more, if one is ready.
   *
   * @throws Problem where none is; the old one must be given back then
   */
  Worker exchange(Worker worker) throws InterruptedException {
    worker.end(Ending.CANCELLED);
    return free(System.nanoTime());
  }

  /** How many run calls at once. */
  int size() {
    return size;
  }

  /** One that is alive; where none has started again in time, the problem that tells so. */
  private Worker free(long end) throws InterruptedException {
    while (true) {
      @Nullable Worker worker = idle.pollFirst(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (worker == null) {
        throw unavailable();
      }
      if (worker.isAlive()) {
        return worker;
      }
    }
  }

  private Problem unavailable() {
    if (stopped.getCount() == 0) {
      return Problem.unavailable("shutting_down", "The server is shutting down.", 1);
    }
    return failing
        ? Problem.unavailable(
            "workers_unavailable",
            "No process for functions can be started; the server's log says why.",
            5)
        : Problem.unavailable(
            "overloaded", "All " + size + " workers are busy; try again in a second.", 1);
  }

  /** The worker may have another call, unless it is in the middle of one, or has had enough. */
  void giveBack(Worker worker, boolean atRest) {
    places.release();
    if (!atRest) {
      worker.end(Ending.CANCELLED);
    } else if (worker.countCall() >= callsPerWorker || worker.isTired()) {
      worker.leave(Ending.RECYCLED);
    } else {
      idle.addFirst(worker);
      if (!worker.isAlive()) {
        idle.remove(worker); // its end may have looked for it too early
      }
    }
  }

  Figures figures() {
    synchronized (ended) {
      return new Figures(alive.size(), started.get(), Map.copyOf(ended));
    }
  }

  private void startOne() {
    Thread.ofPlatform().daemon().name("worker-start").start(this::start);
  }

  private void start() {
    long pause = FIRST_PAUSE_MILLIS;
    try {
      while (stopped.getCount() > 0) {
        try {
          add(launcher.launch(started.incrementAndGet()));
          return;
        } catch (IOException e) {
          if (stopped.getCount() == 0) {
            return; // the stop has ended it while it started
          }
          failing = alive.isEmpty();
          LOG.error("No worker for functions: {}", e.getMessage());
        }
        stopped.await(pause, TimeUnit.MILLISECONDS);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    } catch (InterruptedException _) {
      // nobody interrupts this thread
    }
  }

  private void add(Worker worker) {
    failing = false;
    alive.add(worker);
    var _ = worker.process().onExit().thenRun(() -> ended(worker));
    if (stopped.getCount() == 0) {
      worker.end(Ending.STOPPED);
    } else {
      idle.addLast(worker);
    }
  }

  private void ended(Worker worker) {
    var reason = worker.settled();
    alive.remove(worker);
    idle.remove(worker);
    synchronized (ended) {
      ended.merge(reason, 1L, Long::sum);
    }
    log(worker, reason);
    if (stopped.getCount() > 0) {
      startOne();
    }
  }

  private static void log(Worker worker, Ending reason) {
    switch (reason) {
      case RECYCLED, STOPPED, CANCELLED ->
          LOG.debug("Worker {} ended: {}", worker.number(), reason.word());
      case TIMEOUT, OUT_OF_MEMORY, TOO_MANY_THREADS, EXIT, PROTOCOL ->
          LOG.warn("Worker {} ended and is replaced: {}", worker.number(), reason.word());
      case CRASH ->
          LOG.warn(
              "Worker {} crashed with exit code {} and is replaced. It printed: {}",
              worker.number(),
              worker.process().exitValue(),
              worker.lastOutput());
    }
  }

  /** Ends all of them and waits until they are gone. */
  @Override
  public void close() {
    stopped.countDown();
    for (var worker : alive) {
      if (idle.contains(worker)) {
        worker.leave(Ending.STOPPED);
      } else {
        worker.end(Ending.STOPPED);
      }
    }
    for (var worker : alive) {
      try {
        worker.process().waitFor(EXIT_SECONDS + 1, TimeUnit.SECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    launcher.close();
  }
}
