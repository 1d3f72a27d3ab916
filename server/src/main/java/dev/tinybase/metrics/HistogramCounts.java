package dev.tinybase.metrics;

import java.util.Arrays;
import java.util.List;

/** What a histogram has counted at one time; the differences of two are the time between. */
public final class HistogramCounts {
  private final List<Double> bounds;
  private final long[] counts;
  private final long nanos;

  /**
   * The counts of one histogram.
   *
   * @param bounds the upper bounds in seconds but the last, which is infinite
   * @param counts one more than bounds
   * @param nanos all durations together
   */
  HistogramCounts(List<Double> bounds, long[] counts, long nanos) {
    this.bounds = bounds;
    this.counts = counts;
    this.nanos = nanos;
  }

  /** Both together; the other one must have the same bounds. */
  public HistogramCounts plus(HistogramCounts other) {
    return combined(other, 1);
  }

  /** What was counted since an earlier time. */
  public HistogramCounts minus(HistogramCounts earlier) {
    return combined(earlier, -1);
  }

  private HistogramCounts combined(HistogramCounts other, int sign) {
    var sums = counts.clone();
    Arrays.setAll(sums, i -> counts[i] + sign * other.counts[i]);
    return new HistogramCounts(bounds, sums, nanos + sign * other.nanos);
  }

  /** How many durations there were. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /** All durations together, in seconds. */
  public double seconds() {
    return nanos / 1e9;
  }

  /**
   * The duration in seconds that a share of all stays within, as exact as the buckets are; 0 where
   * there were none, and the last bound where it is beyond.
   */
  public double quantile(double share) {
    double left = count() * share;
    double lower = 0;
    for (int i = 0; i < bounds.size(); i++) {
      if (left > 0 && left <= counts[i]) {
        return lower + (bounds.get(i) - lower) * left / counts[i];
      }
      left -= counts[i];
      lower = bounds.get(i);
    }
    return count() == 0 ? 0 : lower;
  }
}
