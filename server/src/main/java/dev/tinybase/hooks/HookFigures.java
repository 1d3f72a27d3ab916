package dev.tinybase.hooks;

import dev.tinybase.metrics.Histogram;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** How often a handler ran on this node, how often it failed, and how long it took. */
public final class HookFigures {
  private static final double SHORTEST = 1e-6;
  private static final int BUCKETS = 32; // up to 36 s

  /** Each bound is 1.75 times the one before, which is as exact as the 95th percentile gets. */
  private static final List<Double> BOUNDS =
      IntStream.range(0, BUCKETS).mapToObj(i -> SHORTEST * Math.pow(1.75, i)).toList();

  private final Histogram durations = new Histogram(BOUNDS);
  private final LongAdder failures = new LongAdder();

  /**
   * Counts a run.
   *
   * @param failed whether it failed; a refusal is no failure
   */
  public void record(long nanos, boolean failed) {
    durations.record(nanos);
    if (failed) {
      failures.increment();
    }
  }

  /** All runs. */
  public long calls() {
    return durations.count();
  }

  /** The runs that failed or took too long. */
  public long failures() {
    return failures.sum();
  }

  /** All runs together. */
  public double seconds() {
    return durations.seconds();
  }

  /** How long 95 of 100 runs took at most, roughly; 0 before the first. */
  public double p95Millis() {
    return durations.quantile(0.95) * 1e3;
  }
}
