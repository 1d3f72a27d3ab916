package dev.tinybase.api;

import dev.tinybase.db.Database;
import dev.tinybase.db.DatabaseStatus;
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
import java.util.function.ToDoubleFunction;

/** Our own figures in Prometheus' words. */
final class ServerMetrics {
  private ServerMetrics() {}

  static void register(
      PrometheusRegistry registry,
      Supplier<ServerStatus> server,
      List<Route> routes,
      LongSupplier rateLimited,
      Database database) {
    registry.register(() -> durations(routes, server.get()));
    gauge(
        registry,
        "http_server_active_requests",
        "Requests in flight",
        () -> server.get().activeRequests());
    gauge(
        registry,
        "http_server_streams",
        "Long-lived streams that are open",
        () -> server.get().streams());
    counter(
        registry,
        "http_server_rate_limited",
        "Requests refused because their address sent too many",
        rateLimited::getAsLong);
    counter(
        registry,
        "http_server_timed_out",
        "Connections closed because their client was too slow",
        () -> server.get().timedOut());
    counter(
        registry,
        "access_log_dropped",
        "Lines of the access log that were dropped",
        () -> server.get().droppedLogLines());
    database(registry, database);
  }

  private static void database(PrometheusRegistry registry, Database database) {
    gauge(
        registry, database, "waiting_writes", "Writes in the queue", DatabaseStatus::waitingWrites);
    gauge(registry, database, "readers_busy", "Readers in use", DatabaseStatus::readersBusy);
    gauge(registry, database, "readers", "Readers in all", DatabaseStatus::readersTotal);
    gauge(registry, database, "writable", "Whether writes work", s -> s.writable() ? 1 : 0);
    counter(registry, "tinybase_db_commits", "Commits", () -> database.status().commits());
    counter(
        registry,
        "tinybase_db_writes",
        "Writes in those commits; divided by them the size of a group",
        () -> database.status().writes());
  }

  private static void gauge(
      PrometheusRegistry registry,
      Database database,
      String name,
      String help,
      ToDoubleFunction<DatabaseStatus> figure) {
    gauge(registry, "tinybase_db_" + name, help, () -> figure.applyAsDouble(database.status()));
  }

  static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier figure) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(figure.getAsDouble()))
        .register(registry);
  }

  static void counter(
      PrometheusRegistry registry, String name, String help, DoubleSupplier figure) {
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
      snapshot.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(Labels.of("method", method, "route", route, "status", status))
              .classicHistogramBuckets(buckets(series.durations()))
              .sum(series.durations().seconds())
              .build());
    }
  }

  static ClassicHistogramBuckets buckets(Histogram histogram) {
    return ClassicHistogramBuckets.of(histogram.bounds(), histogram.counts());
  }
}
