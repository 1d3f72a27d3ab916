package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The figures as Prometheus scrapes them. Everything of its library is loaded at the first scrape,
 * so that a start pays nothing for it.
 */
final class MetricsPage {
  private static final String BEARER = "Bearer ";

  private final @Nullable String token;
  private final Traffic traffic;
  private final Services services;
  private final LongSupplier droppedLogLines;
  private @Nullable PrometheusRegistry registry;

  MetricsPage(
      @Nullable String token, Traffic traffic, Services services, LongSupplier droppedLogLines) {
    this.token = token;
    this.traffic = traffic;
    this.services = services;
    this.droppedLogLines = droppedLogLines;
  }

  Response answer(Request request) {
    check(request);
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

  private void check(Request request) {
    if (holdsToken(request)) {
      return;
    }
    switch (request.principal()) {
      case Principal.Anonymous _ -> throw Problem.notAuthenticated();
      case Principal.User user -> {
        if (!user.isAdmin()) {
          throw Problem.adminRequired();
        }
      }
      case Principal.Operator _ -> {}
    }
  }

  private boolean holdsToken(Request request) {
    var sent = request.header("Authorization").orElse("");
    return token != null
        && MessageDigest.isEqual(sent.getBytes(UTF_8), (BEARER + token).getBytes(UTF_8));
  }

  private synchronized PrometheusRegistry registry() {
    if (registry == null) {
      registry = new PrometheusRegistry();
      JvmMetrics.builder().register(registry);
      ServerMetrics.register(registry, traffic, services.database(), droppedLogLines);
      services.figures().accept(registry);
    }
    return registry;
  }
}
