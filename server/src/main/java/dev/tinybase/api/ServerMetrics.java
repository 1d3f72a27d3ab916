package dev.tinybase.api;

import dev.tinybase.db.Database;
import dev.tinybase.http.ServerStatus;
import dev.tinybase.metrics.Histogram;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Our own figures in Prometheus' words, in one registry. */
record ServerMetrics(PrometheusRegistry registry) {
  void add(
      Supplier<ServerStatus> server, List<Route> routes, LongSupplier rateLimited, Database db) {
    registry.register(() -> durations(routes, server.get()));
    gauge("http_server_active_requests", "Requests in flight", () -> server.get().activeRequests());
    gauge("http_server_streams", "Long-lived streams that are open", () -> server.get().streams());
    counter(
        "http_server_rate_limited",
        "Requests refused because their address sent too many",
        rateLimited::getAsLong);
    counter(
        "http_server_timed_out",
        "Connections closed because their client was too slow",
        () -> server.get().timedOut());
    counter(
        "access_log_dropped",
        "Lines of the access log that were dropped",
        () -> server.get().droppedLogLines());
    gauge("tinybase_db_waiting_writes", "Writes in the queue", () -> db.status().waitingWrites());
    gauge("tinybase_db_readers_busy", "Readers in use", () -> db.status().readersBusy());
    gauge("tinybase_db_readers", "Readers in all", () -> db.status().readersTotal());
    gauge("tinybase_db_writable", "Whether writes work", () -> db.status().writable() ? 1 : 0);
    counter("tinybase_db_commits", "Commits", () -> db.status().commits());
    counter(
        "tinybase_db_writes",
        "Writes in those commits; divided by them the size of a group",
        () -> db.status().writes());
  }

  void gauge(String name, String help, DoubleSupplier figure) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(figure.getAsDouble()))
        .register(registry);
  }

  void counter(String name, String help, DoubleSupplier figure) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(figure.getAsDouble()))
        .register(registry);
  }

  private static HistogramSnapshot durations(List<Route> routes, ServerStatus server) {
    var snapshot =
        HistogramSnapshot.builder()
            .name("http_server_request_duration_seconds")
            .help("How long requests took, from the head read to the reply written")
            .unit(Unit.SECONDS);
    add(snapshot, "_OTHER", "", server.unmatched());
    routes.forEach(route -> add(snapshot, route.method(), route.path(), route.durations()));
    return snapshot.build();
  }

  private static void add(
      HistogramSnapshot.Builder snapshot, String method, String route, Histogram.ByStatus all) {
    for (var series : all.all()) {
      var status = Integer.toString(series.status());
      var labels = Labels.of("method", method, "route", route, "status", status);
      snapshot.dataPoint(point(labels, series.durations()));
    }
  }

  static HistogramDataPointSnapshot point(Labels labels, Histogram histogram) {
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(ClassicHistogramBuckets.of(histogram.bounds(), histogram.counts()))
        .sum(histogram.seconds())
        .build();
  }
}
