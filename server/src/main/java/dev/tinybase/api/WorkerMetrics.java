package dev.tinybase.api;

import dev.tinybase.functions.worker.Ending;
import dev.tinybase.functions.worker.WorkerFigures;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The figures of processes that run functions, in Prometheus' words; none where there are none. */
public final class WorkerMetrics implements Consumer<PrometheusRegistry> {
  private final Supplier<Optional<WorkerFigures>> workers;

  public WorkerMetrics(Supplier<Optional<WorkerFigures>> workers) {
    this.workers = workers;
  }

  @Override
  public void accept(PrometheusRegistry registry) {
    if (workers.get().isPresent()) {
      ServerMetrics.gauge(
          registry,
          "tinybase_function_workers",
          "Processes that run functions",
          () -> now().alive());
      ServerMetrics.counter(
          registry,
          "tinybase_function_workers_started",
          "Processes that were started to run functions",
          () -> now().started());
      ended(registry);
    }
  }

  private void ended(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("tinybase_function_workers_ended")
        .help("Processes that ran functions and have ended, by reason")
        .labelNames("reason")
        .callback(callback -> {
          var ended = now().ended();
          for (var reason : Ending.values()) {
            callback.call(ended.getOrDefault(reason, 0L), reason.word());
          }
        })
        .register(registry);
  }

  private WorkerFigures now() {
    return workers.get().orElseThrow();
  }
}
