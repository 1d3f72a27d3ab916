package dev.tinybase.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

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

  /**
   * The duration in seconds that a share of all stays within, as exact as the buckets are; 0 where
   * there were none, and the last bound where it is beyond.
   */
  public double quantile(double share) {
    var seen = counts();
    double left = seen.stream().mapToLong(Long::longValue).sum() * share;
    double lower = 0;
    for (int i = 0; i < bounds.size(); i++) {
      if (left > 0 && left <= seen.get(i)) {
        return lower + (bounds.get(i) - lower) * left / seen.get(i);
      }
      left -= seen.get(i);
      lower = bounds.get(i);
    }
    return seen.stream().allMatch(count -> count == 0) ? 0 : lower;
  }

  /** All durations together, in seconds. */
  public double seconds() {
    return total.sum() / 1e9;
  }

  /** A histogram for each status of HTTP answers, made when the first answer of it is counted. */
  public static final class ByStatus {
    /** The buckets' upper bounds in seconds, as OpenTelemetry's conventions have them. */
    private static final List<Double> BOUNDS =
        List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

    /** The answers of one status. */
    public record Series(int status, Histogram durations) {}

    private volatile Series[] all = {};

    /** The statuses that have been answered so far. */
    public List<Series> all() {
      return List.of(all);
    }

    /** Counts an answer. */
    public void record(int status, long duration) {
      var known = find(status);
      (known == null ? add(status) : known).record(duration);
    }

    private @Nullable Histogram find(int status) {
      for (var known : all) {
        if (known.status == status) {
          return known.durations;
        }
      }
      return null;
    }

    private synchronized Histogram add(int status) {
      var known = find(status);
      if (known != null) {
        return known;
      }
      var added = new Series(status, new Histogram(BOUNDS));
      var longer = Arrays.copyOf(all, all.length + 1);
      longer[all.length] = added;
      all = longer;
      return added.durations;
    }
  }
}
