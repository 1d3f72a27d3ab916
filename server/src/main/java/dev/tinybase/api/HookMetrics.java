package dev.tinybase.api;

import dev.tinybase.delivery.HookInfo;
import dev.tinybase.delivery.HookService;
import dev.tinybase.hooks.HookFigures;
import dev.tinybase.hooks.HookRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures of the handlers of hooks, in Prometheus' words: of their runs on this node, and of
 * the events that they are still to be told, which are the same on all nodes.
 */
public final class HookMetrics implements Consumer<PrometheusRegistry> {
  private static final Logger LOG = LoggerFactory.getLogger(HookMetrics.class);

  private final HookRegistry registry;
  private final HookService service;

  /** Of the handlers of a registry, and what a service knows of them. */
  public HookMetrics(HookRegistry registry, HookService service) {
    this.registry = registry;
    this.service = service;
  }

  @Override
  public void accept(PrometheusRegistry prometheus) {
    prometheus.register(this::runs);
    prometheus.register(this::failures);
    prometheus.register(this::deliveries);
  }

  private SummarySnapshot runs() {
    var snapshot =
        SummarySnapshot.builder()
            .name("tinybase_hook_duration_seconds")
            .help("How long runs of handlers of hooks took; its count is the number of runs")
            .unit(Unit.SECONDS);
    figures()
        .forEach((handler, figures) ->
            snapshot.dataPoint(
                SummaryDataPointSnapshot.builder()
                    .labels(labels(handler))
                    .count(figures.calls())
                    .sum(figures.seconds())
                    .quantiles(Quantiles.of(new Quantile(0.95, figures.p95Millis() / 1e3)))
                    .build()));
    return snapshot.build();
  }

  private CounterSnapshot failures() {
    var snapshot =
        CounterSnapshot.builder()
            .name("tinybase_hook_failures")
            .help("Runs of handlers of hooks that failed or took too long; refusals are none");
    figures()
        .forEach((handler, figures) ->
            snapshot.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels(handler))
                    .value((double) figures.failures())
                    .build()));
    return snapshot.build();
  }

  /** By handler; one that waits for two things is one. */
  private Map<String, HookFigures> figures() {
    var all = new LinkedHashMap<String, HookFigures>();
    registry.list().forEach(handler -> all.put(handler.name(), handler.figures()));
    return all;
  }

  /** What the database knows; nothing where it does not answer, which readiness tells. */
  private MetricSnapshots deliveries() {
    var handlers = new LinkedHashMap<String, HookInfo>();
    try {
      for (var handler : service.list()) {
        if (!handler.declaration().kind().isBefore()) {
          handlers.merge(
              handler.name(), handler, (one, other) -> other.error() == null ? one : other);
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("the figures of hooks cannot be read", e);
      return MetricSnapshots.of();
    }
    return MetricSnapshots.of(
        gauge(handlers, "backlog", "Events that a handler is still to be told", HookInfo::backlog),
        gauge(
            handlers,
            "waiting",
            "Events among these that wait for another attempt, or behind such a one",
            HookInfo::waiting),
        gauge(
            handlers,
            "dead",
            "Events for which a handler has failed for good: dead letters",
            HookInfo::dead),
        gauge(
            handlers,
            "missed",
            "Changes that the log had to remove before a handler was told, since the start",
            HookInfo::missed),
        gauge(
            handlers,
            "stopped",
            "Whether a handler does not run, as its condition does not fit the collection",
            it -> it.error() == null ? 0 : 1));
  }

  private static GaugeSnapshot gauge(
      Map<String, HookInfo> handlers, String name, String help, ToDoubleFunction<HookInfo> figure) {
    var snapshot = GaugeSnapshot.builder().name("tinybase_hook_" + name).help(help);
    handlers.forEach((handler, info) ->
        snapshot.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(labels(handler))
                .value(figure.applyAsDouble(info))
                .build()));
    return snapshot.build();
  }

  private static Labels labels(String handler) {
    return Labels.of("handler", handler);
  }
}
