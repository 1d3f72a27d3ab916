package dev.tinybase.api;

import dev.tinybase.backup.BackupService;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.DatabaseInfo;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How this node and its data are, in one answer, for whoever looks at a dashboard; what is asked
 * again within some seconds is what was found before.
 */
public final class InstanceStatus {
  private static final Duration AGE = Duration.ofSeconds(3);

  /** Of a folder with more files the sizes of so many are added up. */
  private static final int MOST_FILES = 10_000;

  private record Found(ObjectNode status, Instant at) {}

  private final Settings settings;
  private final String node;
  private final Database database;
  private final Readiness readiness;
  private final BackupService backups;
  private final InstanceCounts counts;
  private final Clock clock;
  private final Instant startedAt;
  private @Nullable Found found; // guarded by this

  /**
   * Of the instance with these settings.
   *
   * @param node what this server is called among those of one database
   */
  public InstanceStatus(
      Settings settings,
      String node,
      Database database,
      Readiness readiness,
      BackupService backups,
      InstanceCounts counts,
      Clock clock) {
    this.settings = settings;
    this.node = node;
    this.database = database;
    this.readiness = readiness;
    this.backups = backups;
    this.counts = counts;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** As the API has it; requests that come at the same time share one look. */
  public synchronized ObjectNode json() {
    var now = clock.instant();
    var known = found;
    if (known == null || !isFresh(known.at, now)) {
      known = new Found(look(now), now);
      found = known;
    }
    return known.status;
  }

  private static boolean isFresh(Instant at, Instant now) {
    var age = Duration.between(at, now);
    return !age.isNegative() && age.compareTo(AGE) < 0;
  }

  private ObjectNode look(Instant now) {
    var body =
        Json.object()
            .put("node", node)
            .put("version", Version.text())
            .put("started_at", Instants.text(startedAt))
            .put("checked_at", Instants.text(now));
    body.setAll(readiness.json());
    var info = DatabaseInfo.of(database, settings.database());
    body.set("database", database(info));
    body.set("storage", storage(info.file()));
    body.set("backup", backup());
    body.set("process", process());
    return body.set("counts", counts.json());
  }

  private static ObjectNode database(DatabaseInfo info) {
    return Json.object()
        .put("engine", info.engine())
        .put("version", info.version())
        .put("location", info.location())
        .put("bytes", info.bytes());
  }

  /** The disk is that of SQLite's file; else that of the backups. */
  private ObjectNode storage(@Nullable Path file) {
    var body =
        Json.object()
            .put("functions_bytes", bytes(settings.functions().path()))
            .put("backups_bytes", bytes(settings.backup().folder()));
    try {
      var disk = Files.getFileStore(existing(file == null ? settings.backup().folder() : file));
      body.put("free_bytes", disk.getUsableSpace()).put("total_bytes", disk.getTotalSpace());
    } catch (IOException _) {
      body.putNull("free_bytes").putNull("total_bytes");
    }
    return body;
  }

  private static Path existing(Path path) {
    var place = path.toAbsolutePath();
    while (!Files.exists(place) && place.getParent() != null) {
      place = place.getParent();
    }
    return place;
  }

  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .limit(MOST_FILES)
          .mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0)
          .sum();
    } catch (IOException | UncheckedIOException _) {
      return 0; // a folder that is not there yet, or changes meanwhile
    }
  }

  private ObjectNode backup() {
    var schedule = settings.backup().schedule();
    var body =
        Json.object().put("schedule", schedule == null || schedule.isEmpty() ? null : schedule);
    backups
        .last()
        .ifPresentOrElse(
            last ->
                body.putObject("last")
                    .put("at", Instants.text(last.at()))
                    .put("duration_ms", last.duration().toMillis())
                    .put("bytes", last.bytes()),
            () -> body.putNull("last"));
    return body;
  }

  private static ObjectNode process() {
    var runtime = Runtime.getRuntime();
    return Json.object()
        .put("heap_bytes", runtime.totalMemory() - runtime.freeMemory())
        .put("heap_limit_bytes", runtime.maxMemory())
        .put("threads", ManagementFactory.getThreadMXBean().getThreadCount())
        .put("processors", runtime.availableProcessors());
  }
}
