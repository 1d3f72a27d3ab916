package dev.tinybase.api;

import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.history.History;
import dev.tinybase.functions.worker.Ending;
import dev.tinybase.functions.worker.Workers;
import dev.tinybase.metrics.Histogram;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The figures of functions, and of the processes that run them, in Prometheus' words. */
public final class FunctionMetrics implements Consumer<PrometheusRegistry> {
  private final History history;
  private final Supplier<CallService.Load> load;
  private final Supplier<Optional<Workers.Figures>> workers;

  /** The figures of what was, and of what is now; none of processes where there are none. */
  public FunctionMetrics(
      History history,
      Supplier<CallService.Load> load,
      Supplier<Optional<Workers.Figures>> workers) {
    this.history = history;
    this.load = load;
    this.workers = workers;
  }

  @Override
  public void accept(PrometheusRegistry registry) {
    registry.register(this::durations);
    var metrics = new MetricsPage.Figures(registry);
    metrics.gauge(
        "tinybase_function_calls_running",
        "Calls of functions that run now",
        () -> load.get().running());
    metrics.gauge(
        "tinybase_function_calls_waiting",
        "Calls of functions that wait for their turn",
        () -> load.get().waiting());
    metrics.gauge(
        "tinybase_function_calls_stuck",
        "Calls of functions that ignored their end and still take a thread",
        () -> load.get().stuck());
    metrics.gauge(
        "tinybase_function_records_waiting",
        "Records of calls and log lines that wait to be written",
        history::waiting);
    metrics.counter(
        "tinybase_function_records_lost",
        "Records of calls and log lines that could not be written",
        history::lost);
    if (workers.get().isPresent()) {
      workers(metrics);
    }
  }

  private void workers(MetricsPage.Figures metrics) {
    metrics.gauge(
        "tinybase_function_workers", "Processes that run functions", () -> processes().alive());
    metrics.counter(
        "tinybase_function_workers_started",
        "Processes that were started to run functions",
        () -> processes().started());
    CounterWithCallback.builder()
        .name("tinybase_function_workers_ended")
        .help("Processes that ran functions and have ended, by reason")
        .labelNames("reason")
        .callback(callback -> {
          var ended = processes().ended();
          for (var reason : Ending.values()) {
            callback.call(ended.getOrDefault(reason, 0L), reason.word());
          }
        })
        .register(metrics.registry());
  }

  private Workers.Figures processes() {
    return workers.get().orElseThrow();
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
    var labels = Labels.of("function", function, "status", status);
    return MetricsPage.Figures.point(labels, histogram);
  }
}
