package dev.tinybase.cli.testing;

import dev.tinybase.TinyBase;
import dev.tinybase.delivery.ManualDelivery;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobResult;
import dev.tinybase.sdk.testing.TestInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The time of an instance whose clock stands still. When it goes on, it goes from one moment at
 * which something is due to the next, and what is due runs then, on the thread of the test.
 */
final class SimulatedTime {
  private static final Duration LEAST_STEP = Duration.ofMillis(1);

  private final TinyBase tinybase;
  private final LocalInstances.ManualClock clock;
  private final int mostRuns;
  private final ManualDelivery hooks;
  private final List<TestInstance.Run> runs = new ArrayList<>();

  /**
   * The time of an instance.
   *
   * @param mostRuns while it goes on once
   */
  SimulatedTime(TinyBase tinybase, LocalInstances.ManualClock clock, int mostRuns) {
    this.tinybase = tinybase;
    this.clock = clock;
    this.mostRuns = mostRuns;
    this.hooks = tinybase.delivery().manual();
    hooks.start();
  }

  /** What has run, in order. */
  List<TestInstance.Run> runs() {
    return List.copyOf(runs);
  }

  /** Lets it go on. */
  void pass(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("The clock does not go back: " + time);
    }
    if (tinybase.database().inTransaction()) {
      throw new IllegalStateException(
          "What falls due runs in transactions of its own: let time pass before or after this one.");
    }
    var end = clock.instant().plus(time);
    int most = runs.size() + mostRuns;
    while (goOn(end)) {
      if (runs.size() >= most) {
        throw new IllegalStateException(
            mostRuns
                + " runs have fallen due until "
                + clock.instant()
                + ", before all of the time has passed; let less time pass at once.");
      }
    }
    clock.set(end);
  }

  /** Runs what is due now, or else goes to the next moment; false where none comes until then. */
  private boolean goOn(Instant end) {
    tinybase.history().flush(); // with what hooks are to be told of calls
    if (hooks.runDue()) {
      return true;
    }
    var scheduled = tinybase.schedules().loop().look();
    if (!tinybase.engine().runDue(this::run, 1).isEmpty()) {
      return true;
    }
    var next =
        Stream.of(scheduled, tinybase.engine().nextDue(), hooks.nextDue())
            .flatMap(Optional::stream)
            .min(Instant::compareTo)
            .filter(moment -> !moment.isAfter(end));
    next.ifPresent(this::goTo);
    return next.isPresent();
  }

  private void goTo(Instant moment) {
    var least = clock.instant().plus(LEAST_STEP);
    clock.set(moment.isBefore(least) ? least : moment);
  }

  private JobResult run(Job job, UUID callId) throws InterruptedException {
    var result = tinybase.functions().calls().jobRunner().run(job, callId);
    switch (result) {
      case JobResult.Succeeded _ -> note(job, null);
      case JobResult.Failed(var type, var message, _, _) -> note(job, error(type, message));
      case JobResult.Interrupted _ -> note(job, Job.INTERRUPTED);
      case JobResult.Postponed _ -> {} // it has not begun
    }
    return result;
  }

  private void note(Job job, @Nullable String error) {
    var shown = new dev.tinybase.sdk.Job(job.id().toString(), job.attempt(), job.scheduledAt());
    runs.add(new TestInstance.Run(job.request().functionName(), shown, clock.instant(), error));
  }

  private static String error(String type, @Nullable String message) {
    return message == null ? type : type + ": " + message;
  }
}
