package dev.tinybase.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, in buckets; to record costs next to nothing. */
public final class Histogram {
  private final List<Double> bounds;
  private final long[] nanos;
  private final LongAdder[] counts;
  private final LongAdder total = new LongAdder();

  /** A histogram with these upper bounds in seconds, and a last bucket without one. */
  public Histogram(List<Double> bounds) {
    this.bounds = List.copyOf(bounds);
    nanos = bounds.stream().mapToLong(seconds -> (long) (seconds * 1e9)).toArray();
    counts = new LongAdder[nanos.length + 1];
    Arrays.setAll(counts, _ -> new LongAdder());
  }

  /** Counts a duration. */
  public void record(long duration) {
    int bucket = 0;
    while (bucket < nanos.length && duration > nanos[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    total.add(duration);
  }

  /** The upper bounds in seconds, the last one infinite. */
  public List<Double> bounds() {
    var all = new ArrayList<>(bounds);
    all.add(Double.POSITIVE_INFINITY);
    return all;
  }

  /** How many durations were in each bucket. */
  public List<Long> counts() {
    return Arrays.stream(counts).map(LongAdder::sum).toList();
  }

  /** How many durations there were. */
  public long count() {
    return Arrays.stream(counts).mapToLong(LongAdder::sum).sum();
  }

  /** All durations together, in seconds. */
  public double seconds() {
    return total.sum() / 1e9;
  }
}
