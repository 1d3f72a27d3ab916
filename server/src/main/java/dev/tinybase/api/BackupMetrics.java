package dev.tinybase.api;

import dev.tinybase.backup.BackupService;
import dev.tinybase.backup.BackupService.Last;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last backup in Prometheus' words; 0 where there was none yet. */
public record BackupMetrics(BackupService backups) implements Consumer<PrometheusRegistry> {
  private static final Logger LOG = LoggerFactory.getLogger(BackupMetrics.class);

  @Override
  public void accept(PrometheusRegistry registry) {
    gauge(
        registry,
        "last_success_timestamp_seconds",
        "When the last backup that succeeded began, on any node; 0: never",
        last -> last.at().getEpochSecond());
    gauge(
        registry,
        "last_duration_seconds",
        "How long that one took",
        last -> last.duration().toMillis() / 1e3);
    gauge(registry, "last_size_bytes", "How large that one is", Last::bytes);
  }

  private void gauge(
      PrometheusRegistry registry, String name, String help, ToDoubleFunction<Last> figure) {
    new MetricsPage.Figures(registry).gauge("tinybase_backup_" + name, help, () -> value(figure));
  }

  private double value(ToDoubleFunction<Last> figure) {
    Optional<Last> last;
    try {
      last = backups.last();
    } catch (RuntimeException e) {
      LOG.debug("the last backup cannot be read", e);
      return Double.NaN;
    }
    return last.isPresent() ? figure.applyAsDouble(last.get()) : 0;
  }
}
