package dev.tinybase.functions.worker;

import dev.tinybase.config.Settings;
import dev.tinybase.functions.calls.Lanes;
import dev.tinybase.functions.host.CallInfo;
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
public final class ProcessLanes implements Lanes {
  private static final int CALLS_PER_WORKER = 100_000;

  private final Workers workers;
  private final Registry registry;
  private final InstantSource clock;
  private final Endings endings;
  private final Deadlines deadlines = new Deadlines();
  private final RandomGenerator tokens = new SecureRandom();

  /** No process is started before {@link #start} or the first call. */
  public ProcessLanes(Settings.Functions settings, Registry registry, InstantSource clock) {
    this.workers = new Workers(size(settings), CALLS_PER_WORKER, launcher(settings));
    this.registry = registry;
    this.clock = clock;
    this.endings = new Endings(settings.workerMemoryMb());
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
  public <T extends @Nullable Object> T with(CallInfo call, Function function, Work<T> work)
      throws Throwable {
    var worker = workers.take(remaining(call));
    var lane = new ProcessLane(worker, endings, tokens, clock);
    try (var _ = deadlines.watch(worker, remaining(call))) {
      tidy(worker, function);
      return run(work, lane);
    } finally {
      workers.giveBack(worker, lane.isAtRest());
    }
  }

  private static <T extends @Nullable Object> T run(Work<T> work, ProcessLane lane)
      throws Throwable {
    T result;
    try {
      result = work.run(lane);
    } catch (Throwable e) {
      lane.checkTime();
      throw e;
    }
    lane.checkTime();
    return result;
  }

  private Duration remaining(CallInfo call) {
    var remaining = Duration.between(clock.instant(), call.deadline());
    return remaining.isNegative() ? Duration.ZERO : remaining;
  }

  /** Before it learns of another file it forgets those that are gone. */
  private void tidy(Worker worker, Function function) {
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
