package dev.tinybase.api;

import dev.tinybase.metrics.Histogram;
import java.util.Arrays;
import java.util.List;

/** How long the answers of one route took, by status: a histogram that costs next to nothing. */
final class RouteTimes {
  /** The buckets' upper bounds in seconds, as OpenTelemetry's conventions have them. */
  static final List<Double> BOUNDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

  /** The answers of one status. */
  record Series(int status, Histogram times) {}

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
    of(status).times.record(nanos);
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
    var added = new Series(status, new Histogram(BOUNDS));
    var longer = Arrays.copyOf(series, series.length + 1);
    longer[series.length] = added;
    series = longer;
    return added;
  }
}
