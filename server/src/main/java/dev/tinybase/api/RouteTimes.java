package dev.tinybase.api;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** How long the answers of one route took, by status: a histogram that costs next to nothing. */
final class RouteTimes {
  /** The buckets' upper bounds in seconds, as OpenTelemetry's conventions have them. */
  static final List<Double> BOUNDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

  private static final long[] NANOS =
      BOUNDS.stream().mapToLong(seconds -> (long) (seconds * 1e9)).toArray();

  /** The answers of one status. */
  static final class Series {
    private final int status;
    private final LongAdder[] counts = new LongAdder[NANOS.length + 1];
    private final LongAdder total = new LongAdder();

    Series(int status) {
      this.status = status;
      Arrays.setAll(counts, _ -> new LongAdder());
    }

    int status() {
      return status;
    }

    /** The number of answers in each bucket, the last one without an upper bound. */
    List<Long> counts() {
      return Arrays.stream(counts).map(LongAdder::sum).toList();
    }

    /** All durations together, in seconds. */
    double seconds() {
      return total.sum() / 1e9;
    }

    private void record(long nanos) {
      int bucket = 0;
      while (bucket < NANOS.length && nanos > NANOS[bucket]) {
        bucket++;
      }
      counts[bucket].increment();
      total.add(nanos);
    }
  }

  private final String method;
  private final String route;
  private volatile Series[] series = {};

  RouteTimes(String method, String route) {
    this.method = method;
    this.route = route;
  }

  String method() {
    return method;
  }

  String route() {
    return route;
  }

  List<Series> series() {
    return List.of(series);
  }

  /** Counts an answer. */
  void record(int status, long nanos) {
    of(status).record(nanos);
  }

  private Series of(int status) {
    for (var known : series) {
      if (known.status == status) {
        return known;
      }
    }
    return add(status);
  }

  private synchronized Series add(int status) {
    for (var known : series) {
      if (known.status == status) {
        return known;
      }
    }
    var added = new Series(status);
    var longer = Arrays.copyOf(series, series.length + 1);
    longer[series.length] = added;
    series = longer;
    return added;
  }
}
