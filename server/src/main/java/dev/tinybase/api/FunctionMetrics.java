package dev.tinybase.api;

import dev.tinybase.functions.calls.CallLoad;
import dev.tinybase.functions.history.History;
import dev.tinybase.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The figures of functions in Prometheus' words. */
public final class FunctionMetrics implements Consumer<PrometheusRegistry> {
  private final History history;
  private final Supplier<CallLoad> load;

  /** The figures of what was, and of what is now. */
  public FunctionMetrics(History history, Supplier<CallLoad> load) {
    this.history = history;
    this.load = load;
  }

  @Override
  public void accept(PrometheusRegistry registry) {
    registry.register(this::durations);
    ServerMetrics.gauge(
        registry,
        "tinybase_function_calls_running",
        "Calls of functions that run now",
        () -> load.get().running());
    ServerMetrics.gauge(
        registry,
        "tinybase_function_calls_waiting",
        "Calls of functions that wait for their turn",
        () -> load.get().waiting());
    ServerMetrics.gauge(
        registry,
        "tinybase_function_calls_stuck",
        "Calls of functions that ignored their end and still take a thread",
        () -> load.get().stuck());
    ServerMetrics.gauge(
        registry,
        "tinybase_function_records_waiting",
        "Records of calls and log lines that wait to be written",
        history::waiting);
    ServerMetrics.counter(
        registry,
        "tinybase_function_records_lost",
        "Records of calls and log lines that could not be written",
        history::lost);
  }

  private HistogramSnapshot durations() {
    var snapshot =
        HistogramSnapshot.builder()
            .name("tinybase_function_call_duration_seconds")
            .help("How long calls of functions took; its count is the number of calls")
            .unit(Unit.SECONDS);
    for (var times : history.times()) {
      snapshot.dataPoint(point(times.functionName(), "succeeded", times.succeeded()));
      snapshot.dataPoint(point(times.functionName(), "failed", times.failed()));
    }
    return snapshot.build();
  }

  private static HistogramDataPointSnapshot point(
      String function, String status, Histogram histogram) {
    return HistogramDataPointSnapshot.builder()
        .labels(Labels.of("function", function, "status", status))
        .classicHistogramBuckets(ServerMetrics.buckets(histogram))
        .sum(histogram.seconds())
        .build();
  }
}
