package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.auth.Scope;
import dev.tinybase.http.HttpRequest.ServerStatus;
import dev.tinybase.http.Response;
import dev.tinybase.metrics.Histogram;
import dev.tinybase.sdk.Auth;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The figures as Prometheus scrapes them. Everything of its library is loaded at the first scrape,
 * so that a start pays nothing for it.
 */
final class MetricsPage {
  private final @Nullable String token;
  private final List<Route> routes;
  private final Services services;
  private final LongSupplier rateLimited;
  private @Nullable PrometheusRegistry registry;
  private volatile @Nullable ServerStatus server;

  /** The list of routes may grow until the first request. */
  MetricsPage(
      @Nullable String token, List<Route> routes, Services services, LongSupplier rateLimited) {
    this.token = token;
    this.routes = routes;
    this.services = services;
    this.rateLimited = rateLimited;
  }

  Response answer(Request request) {
    if (!holdsToken(request)) {
      request.require(Auth.ADMIN, Scope.ADMIN);
    }
    server = request.http().server();
    var page = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create()
          .write(page, registry().scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var body = new Response.Body.Bytes(page.toByteArray(), PrometheusTextFormatWriter.CONTENT_TYPE);
    return new Response(200, Map.of(), body);
  }

  private boolean holdsToken(Request request) {
    var sent = request.bearerToken();
    return token != null
        && sent.isPresent()
        && MessageDigest.isEqual(sent.get().getBytes(UTF_8), token.getBytes(UTF_8));
  }

  private synchronized PrometheusRegistry registry() {
    if (registry == null) {
      registry = new PrometheusRegistry();
      JvmMetrics.builder().register(registry);
      add(new Figures(registry), () -> Objects.requireNonNull(server));
      services.figures().accept(registry);
    }
    return registry;
  }

  private void add(Figures figures, Supplier<ServerStatus> http) {
    var db = services.database();
    figures.registry().register(() -> durations(http.get()));
    figures.gauge(
        "http_server_active_requests", "Requests in flight", () -> http.get().activeRequests());
    figures.gauge(
        "http_server_streams", "Long-lived streams that are open", () -> http.get().streams());
    figures.counter(
        "http_server_rate_limited",
        "Requests refused because their address sent too many",
        rateLimited::getAsLong);
    figures.counter(
        "http_server_timed_out",
        "Connections closed because their client was too slow",
        () -> http.get().timedOut());
    figures.counter(
        "access_log_dropped",
        "Lines of the access log that were dropped",
        () -> http.get().droppedLogLines());
    figures.gauge(
        "tinybase_db_waiting_writes", "Writes in the queue", () -> db.status().waitingWrites());
    figures.gauge("tinybase_db_readers_busy", "Readers in use", () -> db.status().readersBusy());
    figures.gauge("tinybase_db_readers", "Readers in all", () -> db.status().readersTotal());
    figures.gauge(
        "tinybase_db_writable", "Whether writes work", () -> db.status().writable() ? 1 : 0);
    figures.counter("tinybase_db_commits", "Commits", () -> db.status().commits());
    figures.counter(
        "tinybase_db_writes",
        "Writes in those commits; divided by them the size of a group",
        () -> db.status().writes());
  }

  private HistogramSnapshot durations(ServerStatus http) {
    var snapshot =
        HistogramSnapshot.builder()
            .name("http_server_request_duration_seconds")
            .help("How long requests took, from the head read to the reply written")
            .unit(Unit.SECONDS);
    add(snapshot, "_OTHER", "", http.unmatched());
    routes.forEach(route -> add(snapshot, route.method(), route.path(), route.durations()));
    return snapshot.build();
  }

  private static void add(
      HistogramSnapshot.Builder snapshot, String method, String route, Histogram.ByStatus all) {
    for (var series : all.all()) {
      var status = Integer.toString(series.status());
      var labels = Labels.of("method", method, "route", route, "status", status);
      snapshot.dataPoint(Figures.point(labels, series.durations()));
    }
  }

  /** Figures of our own in Prometheus' words. */
  record Figures(PrometheusRegistry registry) {
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

    static HistogramDataPointSnapshot point(Labels labels, Histogram histogram) {
      return HistogramDataPointSnapshot.builder()
          .labels(labels)
          .classicHistogramBuckets(
              ClassicHistogramBuckets.of(histogram.bounds(), histogram.counts()))
          .sum(histogram.seconds())
          .build();
    }
  }
}
