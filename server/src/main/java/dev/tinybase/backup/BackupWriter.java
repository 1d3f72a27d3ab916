package dev.tinybase.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Databases;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a backup: a zip whose last entry is the manifest. It is written beside its place, for its
 * owner's eyes only, and moved there when it is whole and on the disk.
 */
public final class BackupWriter {
  /** What files that are not whole yet begin with. */
  static final String DRAFT = ".tinybase-backup-";

  private static final Logger LOG = LoggerFactory.getLogger(BackupWriter.class);
  private static final int BUFFER = 1 << 16;

  private final Settings settings;
  private final String version;
  private final Clock clock;

  /**
   * Of the instance with these settings, which may be served meanwhile, also by another process.
   */
  public BackupWriter(Settings settings, String version, Clock clock) {
    this.settings = settings;
    this.version = version;
    this.clock = clock;
  }

  /**
   * Everything that was acknowledged before is in the backup; what comes meanwhile may be. Takes
   * the place of a file of that name.
   *
   * @throws Problem 503 {@code backup_failed} where it cannot be written; nothing half is left
   */
  public BackupManifest write(Path target) {
    return draft(
        target,
        (draft, channel) -> {
          var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
          var manifest = new Zip(out, clock.instant()).fill(draft);
          channel.force(true);
          return manifest;
        });
  }

  /** Makes what is to be a backup. */
  @FunctionalInterface
  interface Filling<T> {
    /** Fills a file that is there and empty; it is on the disk at the end. */
    T fill(Path draft, FileChannel channel) throws IOException;
  }

  /**
   * Has a file filled beside its place, for its owner's eyes only, and moves it there when that
   * went well; otherwise nothing is left.
   */
  static <T> T draft(Path target, Filling<T> filling) {
    var folder = target.toAbsolutePath().getParent();
    try {
      var draft = Files.createTempFile(folder, DRAFT, ".zip");
      try {
        T made;
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
          made = filling.fill(draft, channel);
        }
        Files.move(
            draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return made;
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw FileProblems.of("backup_failed", "The backup cannot be written", e);
    }
  }

  /** The entries of one file. */
  private final class Zip {
    private final ZipOutputStream out;
    private final Instant at;
    private final List<BackupManifest.Part> parts = new ArrayList<>();

    Zip(OutputStream file, Instant at) {
      this.out = new ZipOutputStream(file, UTF_8);
      this.at = at;
      out.setLevel(Deflater.BEST_SPEED);
    }

    /** The database comes first: what its data needs of the files was there before. */
    BackupManifest fill(Path draft) throws IOException {
      var database = Databases.file(settings.database());
      if (database.isPresent()) {
        addDatabase(database.get(), draft);
      }
      for (var file : new InstanceFiles(settings).find().entrySet()) {
        add(file.getKey(), file.getValue());
      }
      var kind = database.isPresent() ? BackupManifest.SQLITE : BackupManifest.POSTGRESQL;
      var manifest = new BackupManifest(version, at, kind, parts);
      entry(BackupManifest.NAME);
      out.write(Json.pretty(manifest.json()).getBytes(UTF_8));
      out.closeEntry();
      out.finish();
      out.flush();
      return manifest;
    }

    private void addDatabase(Path database, Path draft) throws IOException {
      var copy = Files.createTempFile(draft.getParent(), DRAFT, ".db");
      try {
        Databases.copy(database, copy);
        add(InstanceFiles.DATABASE, copy);
      } finally {
        Files.deleteIfExists(copy);
      }
    }

    private void add(String name, Path file) throws IOException {
      try (var in = new PartInputStream(Files.newInputStream(file), Long.MAX_VALUE)) {
        entry(name);
        var digest = Sha256.copy(in, out);
        parts.add(new BackupManifest.Part(name, in.bytes(), digest));
        out.closeEntry();
      } catch (NoSuchFileException _) {
        LOG.debug("{} has gone since it was seen", file);
      }
    }

    private void entry(String name) throws IOException {
      var entry = new ZipEntry(name);
      entry.setTime(at.toEpochMilli());
      out.putNextEntry(entry);
    }
  }
}
