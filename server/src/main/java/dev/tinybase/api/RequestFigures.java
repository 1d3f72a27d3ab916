package dev.tinybase.api;

import dev.tinybase.json.Json;
import dev.tinybase.metrics.Histogram;
import dev.tinybase.metrics.HistogramCounts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How some requests went.
 *
 * @param durations null where there were none
 * @param clientErrors answers with 400 to 499
 * @param serverErrors answers with 500 and more
 */
record RequestFigures(@Nullable HistogramCounts durations, long clientErrors, long serverErrors) {
  static final RequestFigures NONE = new RequestFigures(null, 0, 0);

  /** Of all answers that a route has given so far. */
  static RequestFigures of(Histogram.ByStatus answers) {
    var all = NONE;
    for (var series : answers.all()) {
      var counted = series.durations().counted();
      all = all.plus(ofStatus(series.status(), counted));
    }
    return all;
  }

  private static RequestFigures ofStatus(int status, HistogramCounts durations) {
    long count = durations.count();
    return new RequestFigures(
        durations, status >= 400 && status < 500 ? count : 0, status >= 500 ? count : 0);
  }

  RequestFigures plus(RequestFigures other) {
    var added = durations;
    if (added == null || other.durations == null) {
      added = added == null ? other.durations : added;
    } else {
      added = added.plus(other.durations);
    }
    return new RequestFigures(
        added, clientErrors + other.clientErrors, serverErrors + other.serverErrors);
  }

  /** Those since an earlier time. */
  RequestFigures minus(RequestFigures earlier) {
    return durations == null || earlier.durations == null
        ? this
        : new RequestFigures(
            durations.minus(earlier.durations),
            clientErrors - earlier.clientErrors,
            serverErrors - earlier.serverErrors);
  }

  long count() {
    return durations == null ? 0 : durations.count();
  }

  /** How long a share of the requests took at most, in milliseconds; 0 where there were none. */
  double millis(double share) {
    return durations == null ? 0 : durations.quantile(share) * 1e3;
  }

  double totalMillis() {
    return durations == null ? 0 : durations.seconds() * 1e3;
  }

  /** As the API has it. */
  ObjectNode json() {
    boolean any = count() > 0;
    return Json.object()
        .put("count", count())
        .put("client_errors", clientErrors)
        .put("server_errors", serverErrors)
        .put("p50_ms", any ? (Double) rounded(millis(0.5)) : null)
        .put("p95_ms", any ? (Double) rounded(millis(0.95)) : null)
        .put("total_ms", rounded(totalMillis()));
  }

  private static double rounded(double millis) {
    return Math.round(millis * 1e3) / 1e3;
  }
}
