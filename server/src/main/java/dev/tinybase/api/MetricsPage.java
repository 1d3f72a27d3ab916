package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.http.Response;
import dev.tinybase.http.ServerStatus;
import dev.tinybase.sdk.Auth;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
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
      request.require(Auth.ADMIN);
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
      new ServerMetrics(registry)
          .add(() -> Objects.requireNonNull(server), routes, rateLimited, services.database());
      services.figures().accept(registry);
    }
    return registry;
  }
}
