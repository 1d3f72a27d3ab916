package dev.tinybase.functions.worker;

import dev.tinybase.config.Settings;
import dev.tinybase.functions.executor.CallExecutor;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.functions.registry.Registry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls in other processes, one at a time in each. What a function does to its process ends
 * that process and the call, and nothing else.
 */
public final class ProcessExecutor implements CallExecutor {
  private static final int CALLS_PER_WORKER = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Workers workers;
  private final Registry registry;
  private final InstantSource clock;
  private final int memoryMb;
  private final WorkerDeadlines deadlines = new WorkerDeadlines();
  private final RandomGenerator tokens = new SecureRandom();

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
    var worker = workers.take();
    var invoker = new ProcessInvoker(worker, memoryMb, tokens, clock);
    try (var _ = deadlines.watch(worker, limit)) {
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
      workers.giveBack(worker, invoker.isAtRest());
    }
  }

  /** Before a worker learns of another file it forgets those that are gone. */
  private void forgetOldFiles(Worker worker, Function function) {
    if (!worker.knows(function.entry().file().unit().key())) {
      var keys =
          registry.list().stream()
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
  public WorkerFigures figures() {
    return workers.figures();
  }

  @Override
  public int stuck() {
    return 0; // a worker that does not end is ended
  }

  @Override
  public void close() {
    workers.close();
    deadlines.close();
  }
}
