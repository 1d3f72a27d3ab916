package dev.tinybase.backup;

import dev.tinybase.backup.BackupFolder.Item;
import dev.tinybase.backup.BackupFolder.Kind;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups in a folder, one at a time, and tells of the last one. That is remembered in the
 * database, so that every node knows it, whichever made it.
 */
public final class BackupService {
  private static final Logger LOG = LoggerFactory.getLogger(BackupService.class);
  private static final String LAST = "last_backup";

  private final Database database;
  private final BackupWriter writer;
  private final BackupFolder folder;
  private final int keep;
  private final Clock clock;
  private final ReentrantLock running = new ReentrantLock();

  /** Of the instance with these settings, by this version of the program. */
  public BackupService(Settings settings, Database database, String version, Clock clock) {
    this.database = database;
    this.writer = new BackupWriter(settings, version, clock);
    this.folder = new BackupFolder(settings.backup().folder(), clock);
    this.keep = settings.backup().keep();
    this.clock = clock;
  }

  /**
   * A backup in the folder.
   *
   * @param name of its file
   * @param kind {@code scheduled} or {@code manual}
   */
  public record Stored(String name, String kind, Instant createdAt, long bytes) {
    private static Stored of(Item item) {
      return new Stored(item.name(), item.kind().word(), item.createdAt(), item.bytes());
    }
  }

  /** The last backup that was made: when it began, how long it took, and how large it is. */
  public record Last(Instant at, Duration duration, long bytes) {}

  /**
   * Makes one because somebody wants it; it stays until somebody removes it.
   *
   * @throws Problem 409 {@code backup_running}, 503 {@code backup_failed}
   */
  public Stored make() {
    return make(Kind.MANUAL);
  }

  /** Makes one because it is time, and removes those of this kind that are too many; tells 1. */
  public long makeScheduled() {
    make(Kind.SCHEDULED);
    folder.prune(keep);
    return 1;
  }

  private Stored make(Kind kind) {
    if (!running.tryLock()) {
      throw Problem.conflict(
          "backup_running", "A backup is being made at this moment; wait until it is done.");
    }
    try {
      long began = System.nanoTime();
      var at = clock.instant();
      var file = folder.next(kind);
      writer.write(file);
      var item = folder.find(String.valueOf(file.getFileName()));
      remember(new Last(at, Duration.ofNanos(System.nanoTime() - began), item.bytes()));
      LOG.info("Made the backup {} of {} bytes", item.name(), item.bytes());
      return Stored.of(item);
    } catch (IOException e) {
      throw FileProblems.of("backup_failed", "backup.folder cannot be used", e);
    } finally {
      running.unlock();
    }
  }

  private void remember(Last last) {
    var text =
        Json.text(
            Json.object()
                .put("at", Instants.text(last.at()))
                .put("milliseconds", last.duration().toMillis())
                .put("bytes", last.bytes()));
    database.write(sql ->
        sql.update(
            "insert into _meta (key, value) values (?, ?)"
                + " on conflict (key) do update set value = excluded.value",
            LAST,
            text));
  }

  /** The last one of any node; empty where there was none yet. */
  public Optional<Last> last() {
    return database
        .read(sql -> sql.first("select value from _meta where key = ?", row -> row.text(1), LAST))
        .map(Json::trusted)
        .map(json ->
            new Last(
                Instant.parse(json.path("at").stringValue()),
                Duration.ofMillis(json.path("milliseconds").asLong()),
                json.path("bytes").asLong()));
  }

  /** Those in the folder of this node, the newest first. */
  public List<Stored> list() {
    return folder.list().stream().map(Stored::of).toList();
  }

  /** One of them; 404 where there is none. */
  public Stored find(String name) {
    return Stored.of(folder.find(name));
  }

  /** Writes the file of one. */
  public void copy(String name, java.io.OutputStream out) throws IOException {
    Files.copy(folder.find(name).file(), out);
  }

  /** Removes one; 404 where there is none. */
  public void delete(String name) {
    folder.delete(name);
  }
}
