package dev.tinybase.functions.worker;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.executor.CallExecutor;
import dev.tinybase.functions.invoke.Invoker;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.registry.Registry.Function;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls in other processes, one at a time in each. What a function does to its process ends
 * that process and the call, and nothing else.
 */
public final class ProcessExecutor implements CallExecutor {
  private static final int CALLS_PER_WORKER = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What the first run of a file in a process may take longer: it has to load the file. */
  private static final Duration LOADING = Duration.ofSeconds(10);

  private final Workers workers;
  private final Registry registry;
  private final InstantSource clock;
  private final int memoryMb;
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("worker-deadlines").factory());
  private final RandomGenerator tokens = new SecureRandom();
  private final ScopedValue<Place> kept = ScopedValue.newInstance();

  /** No process is started before {@link #start} or the first call. */
  public ProcessExecutor(Settings.Functions settings, Registry registry, InstantSource clock) {
    this(settings, registry, clock, PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience how long a call waits for a process that is free
   */
  ProcessExecutor(
      Settings.Functions settings, Registry registry, InstantSource clock, Duration patience) {
    this.workers = new Workers(size(settings), CALLS_PER_WORKER, patience, launcher(settings));
    this.registry = registry;
    this.clock = clock;
    this.memoryMb = settings.workerMemoryMb();
    deadlines.setRemoveOnCancelPolicy(true);
  }

  private static int size(Settings.Functions settings) {
    return settings.workers() > 0
        ? settings.workers()
        : Math.max(2, Runtime.getRuntime().availableProcessors());
  }

  private static Launcher launcher(Settings.Functions settings) {
    return new Launcher(
        settings.workerMemoryMb(), settings.maxPayloadBytes(), settings.maxResultBytes());
  }

  @Override
  public void start() {
    workers.begin();
  }

  @Override
  public <T extends @Nullable Object> T execute(Function function, Duration limit, Task<T> task)
      throws Throwable {
    try (var place = new Place()) {
      return place.run(function, limit, task);
    }
  }

  @Override
  public <T extends @Nullable Object> T executeHere(
      @Nullable Invoker around, Function function, Duration limit, Task<T> task) throws Throwable {
    if (around != null) {
      return task.run(around, clock.instant().plus(limit));
    }
    return kept.isBound() ? kept.get().run(function, limit, task) : execute(function, limit, task);
  }

  @Override
  public <T extends @Nullable Object> T withPlace(Supplier<T> work) throws InterruptedException {
    if (kept.isBound()) {
      return work.get();
    }
    try (var place = new Place()) {
      return ScopedValue.where(kept, place).call(work::get);
    }
  }

  @Override
  public int places() {
    return workers.size();
  }

  /** Ends the worker when the time is over, and wakes the current thread that waits for it. */
  private Watch watch(Worker worker, Duration remaining) {
    var watch = new Watch(worker, Thread.currentThread());
    try {
      var future = deadlines.schedule(watch::expire, remaining.toNanos(), TimeUnit.NANOSECONDS);
      watch.whenOver = () -> future.cancel(false);
      return watch;
    } catch (RejectedExecutionException _) {
      throw Problem.unavailable("shutting_down", "The server is shutting down.", 1);
    }
  }

  private static boolean isLoaded(Worker worker, Function function) {
    return worker.knows(function.entry().file().unit().key());
  }

  /** Before a worker learns of another file it forgets those that are gone. */
  private void forgetOldFiles(Worker worker, Function function) {
    if (!isLoaded(worker, function)) {
      var keys =
          Stream.concat(registry.list().stream(), registry.handlers().values().stream())
              .map(each -> each.entry().file().unit().key())
              .collect(Collectors.toSet());
      try {
        worker.retain(keys);
      } catch (IOException _) {
        // the call that follows will find out
      }
    }
  }

  /** How many workers there are and what became of others. */
  public Workers.Figures figures() {
    return workers.figures();
  }

  @Override
  public int stuck() {
    return 0; // a worker that does not end is ended
  }

  @Override
  public void close() {
    workers.close();
    deadlines.shutdownNow();
  }

  /** A worker that one thread has, for one run after the other. */
  private final class Place implements AutoCloseable {
    private Worker worker;
    private boolean atRest = true;

    /** Waits for one. */
    Place() throws InterruptedException {
      worker = workers.take();
    }

    <T extends @Nullable Object> T run(Function function, Duration limit, Task<T> task)
        throws Throwable {
      if (!atRest || !worker.isAlive()) {
        worker = workers.exchange(worker);
      }
      var invoker = new ProcessInvoker(worker, memoryMb, tokens, clock);
      try (var _ = watch(worker, isLoaded(worker, function) ? limit : limit.plus(LOADING))) {
        var deadline = clock.instant().plus(limit);
        forgetOldFiles(worker, function);
        T result;
        try {
          result = task.run(invoker, deadline);
        } catch (Throwable e) {
          invoker.checkTime();
          throw e;
        }
        invoker.checkTime();
        return result;
      } finally {
        atRest = invoker.isAtRest();
      }
    }

    @Override
    public void close() {
      workers.giveBack(worker, atRest);
    }
  }

  /** The deadline of one call. */
  private static final class Watch implements AutoCloseable {
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
