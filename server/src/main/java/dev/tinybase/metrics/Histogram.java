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

  /** What it has counted so far. */
  public HistogramCounts counted() {
    var seen = new long[counts.length];
    Arrays.setAll(seen, i -> counts[i].sum());
    return new HistogramCounts(bounds, seen, total.sum());
  }

  /** {@link HistogramCounts#quantile} of all so far. */
  public double quantile(double share) {
    return counted().quantile(share);
  }

  /** All durations together, in seconds. */
  public double seconds() {
    return total.sum() / 1e9;
  }

  /** A histogram for each status of HTTP answers, made when the first answer of it is counted. */
  public static final class ByStatus {
    /**
     * The buckets' upper bounds in seconds: those of OpenTelemetry's conventions, and below them
     * some for answers that take no time to speak of.
     */
    private static final List<Double> BOUNDS =
        List.of(
            0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5,
            5.0, 7.5, 10.0);

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
