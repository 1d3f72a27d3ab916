package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** When a schedule runs; a mixin of the commands that need times. */
final class SchedulePattern {
  @Option(
      names = "--cron",
      paramLabel = "TEXT",
      description = "By the clock, such as '0 3 * * MON-FRI' (minute, hour, day, month, weekday).")
  private @Nullable String cron;

  @Option(
      names = "--every",
      paramLabel = "SPAN",
      description = "Again and again after a span such as 30s, 15m, 1h or 2d.")
  private @Nullable TimeSpan every;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Once, such as 2026-12-24T18:00, in the zone, or 2026-12-24T18:00:00Z.")
  private @Nullable String at;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Such as Europe/Berlin; without it that of server.timezone.")
  private @Nullable String zone;

  /** The times as the API has them; nothing where none of the options is given. */
  Optional<ObjectNode> find() {
    if (Stream.of(cron, every, at).filter(it -> it != null).count() > 1) {
      throw new UsageError("--cron, --every and --at exclude each other; use one");
    }
    var times = times();
    times.filter(it -> zone != null).ifPresent(it -> it.put("timezone", zone));
    return times;
  }

  private Optional<ObjectNode> times() {
    if (cron != null) {
      return Optional.of(Json.object().put("method", "cron").put("cron", cron));
    }
    if (every != null) {
      return Optional.of(
          Json.object()
              .put("method", "interval")
              .put("unit", every.unit().name().toLowerCase(Locale.ROOT))
              .put("value", every.value()));
    }
    return Optional.ofNullable(at).map(this::once);
  }

  private ObjectNode once(String text) {
    try {
      var offset = OffsetDateTime.parse(text);
      if (zone != null) {
        throw new UsageError("--at with an offset needs no --zone");
      }
      return once(offset.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime())
          .put("timezone", "UTC");
    } catch (DateTimeException _) {
      return once(local(text));
    }
  }

  private static LocalDateTime local(String text) {
    try {
      return LocalDateTime.parse(text);
    } catch (DateTimeException _) {
      throw new UsageError("--at must be a time such as 2026-12-24T18:00, not '" + text + "'");
    }
  }

  private static ObjectNode once(LocalDateTime time) {
    return Json.object()
        .put("method", "once")
        .put("date", time.toLocalDate().toString())
        .put("time", time.toLocalTime().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
