package dev.tinybase.backup;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Databases;
import dev.tinybase.db.Migrations;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.secrets.SecretBox;
import dev.tinybase.text.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks whether a backup would make an instance again: every part, and the database as a whole. */
public final class BackupCheck {
  private static final String SIGNING_KEYS = "signing_keys";

  private final String version;
  private final Clock clock;

  /**
   * By this program.
   *
   * @param version its version: what a newer one has made is refused
   */
  public BackupCheck(String version, Clock clock) {
    this.version = version;
    this.clock = clock;
  }

  /** What a database holds; counted, not remembered. */
  public record Contents(long collections, long records, long users) {}

  /**
   * Unpacks the database into a folder of its own, which is removed afterwards.
   *
   * @return what the database holds; empty where the data is PostgreSQL's
   * @throws Problem 400 {@code invalid_backup} or {@code backup_too_new} where it is of no use
   */
  public Optional<Contents> run(Path file) {
    try (var backup = BackupFile.open(file)) {
      requireKnown(backup.manifest());
      backup.checkFiles();
      var folder = roomBeside(file);
      try {
        return check(backup, folder);
      } finally {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      throw FileProblems.of("backup_unreadable", "The backup cannot be checked", e);
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  public interface Source {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Takes a backup from elsewhere, which gets its name when it is whole, sound and on the disk; in
   * the place of a file that is there.
   */
  public Optional<Contents> receive(Path target, Source source) {
    return BackupWriter.draft(
        target,
        (draft, channel) -> {
          source.writeTo(Channels.newOutputStream(channel));
          channel.force(true);
          return run(draft);
        });
  }

  private Optional<Contents> check(BackupFile backup, Path folder) throws IOException {
    for (var name : List.of(InstanceFiles.DATABASE, InstanceFiles.KEY)) {
      var part = backup.manifest().part(name);
      if (part.isPresent()) {
        backup.unpack(part.get(), folder.resolve(name));
      }
    }
    return contents(backup.manifest(), folder);
  }

  /** What is in the database of a backup that is unpacked in a folder, if it is sound. */
  Optional<Contents> contents(BackupManifest manifest, Path folder) {
    if (!manifest.hasDatabase()) {
      return Optional.empty();
    }
    var url = Map.of("database.url", "sqlite:///" + folder.resolve(InstanceFiles.DATABASE));
    try (var database = Databases.open(Settings.with(url).database())) {
      requireIntegrity(database);
      requireKnown(database, manifest);
      if (manifest.hasKey()) {
        requireKey(database, folder.resolve(InstanceFiles.KEY));
      }
      return Optional.of(database.snapshot(BackupCheck::count));
    } catch (Problem e) {
      throw e.kind() == Problem.Kind.UNAVAILABLE ? BackupManifest.damaged(e.detail()) : e;
    }
  }

  private static void requireIntegrity(Database database) {
    var found = database.read(sql -> sql.list("pragma integrity_check(1)", row -> row.text(1)));
    if (!found.equals(List.of("ok"))) {
      throw BackupManifest.damaged("SQLite says of its database: " + String.join("; ", found));
    }
  }

  /** Refuses what a newer program has made, as far as its version tells. */
  void requireKnown(BackupManifest manifest) {
    try {
      if (Version.parse(manifest.version()).compareTo(Version.parse(version)) > 0) {
        throw tooNew(manifest);
      }
    } catch (IllegalArgumentException _) {
      // a version from a build without a number: the database itself tells
    }
  }

  private void requireKnown(Database database, BackupManifest manifest) {
    try {
      var _ = new Migrations(database, clock).pending();
    } catch (Problem _) {
      throw tooNew(manifest);
    }
  }

  private Problem tooNew(BackupManifest manifest) {
    return Problem.badRequest(
        "backup_too_new",
        "The backup was made by TinyBase %s, and this is TinyBase %s, which does not know its tables: use %1$s or a later one."
            .formatted(manifest.version(), version));
  }

  private static void requireKey(Database database, Path key) {
    var sealed =
        database.read(sql ->
            sql.first("select value from _meta where key = ?", row -> row.text(1), SIGNING_KEYS));
    if (sealed.isPresent() && !sealed.get().isEmpty()) {
      var box = new SecretBox(new Settings.Secrets(null, key, Map.of()));
      try {
        var _ = box.open(SIGNING_KEYS, sealed.get());
      } catch (Problem _) {
        throw BackupManifest.damaged("its key does not open what is sealed in its database");
      }
    }
  }

  private static Contents count(Sql sql) {
    var numbers = sql.list("select number from _collections", row -> row.integer(1));
    long records =
        numbers.stream().mapToLong(it -> sql.number("select count(*) from records_" + it)).sum();
    return new Contents(numbers.size(), records, sql.number("select count(*) from _users"));
  }

  /** A large database may find no room in the system's folder for temporary files. */
  private static Path roomBeside(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    return folder != null && Files.isWritable(folder)
        ? Files.createTempDirectory(folder, BackupWriter.DRAFT)
        : Files.createTempDirectory(BackupWriter.DRAFT);
  }
}
