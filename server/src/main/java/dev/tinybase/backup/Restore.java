package dev.tinybase.backup;

import dev.tinybase.config.ConfigLoader;
import dev.tinybase.config.Settings;
import dev.tinybase.db.InstanceLock;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes an instance of a backup in a folder where there is none. Everything is unpacked and checked
 * in a folder within it, and moved to its place at the end, the database last. As long as that
 * folder is there, nobody serves the instance.
 */
public final class Restore {
  private static final String STAGING = ".restore";

  private final Path directory;
  private final Map<String, String> environment;
  private final BackupCheck check;

  /**
   * Into a directory; the environment goes before the configuration of the backup, as it does when
   * the instance is served.
   */
  public Restore(Path directory, Map<String, String> environment, BackupCheck check) {
    this.directory = directory;
    this.environment = environment;
    this.check = check;
  }

  /**
   * What was restored.
   *
   * @param contents of the database; empty where the data is PostgreSQL's
   */
  public record Result(
      BackupManifest manifest, Settings settings, Optional<BackupCheck.Contents> contents) {}

  /** Refuses a folder in which a restore was broken off: what is there is no whole instance. */
  public static void requireWhole(Path directory) {
    if (Files.exists(directory.resolve(STAGING))) {
      throw Problem.conflict("restore_broken_off", brokenOff());
    }
  }

  private static String brokenOff() {
    return "A restore into this folder runs, or was broken off: then remove "
        + STAGING
        + " and what it has put beside it, and restore again.";
  }

  /**
   * All of it, or nothing.
   *
   * @throws Problem 409 where there is an instance or a part of one, or a server runs on its
   *     database; 400 where the backup is of no use
   */
  public Result run(Path file) {
    try (var backup = BackupFile.open(file)) {
      check.requireKnown(backup.manifest());
      var staging = prepare();
      try {
        return restore(backup, staging);
      } finally {
        Folders.delete(staging);
      }
    } catch (IOException e) {
      throw FileProblems.of("restore_failed", "The backup cannot be restored", e);
    }
  }

  /** An empty folder within; one that a restore has left which had moved nothing is used again. */
  private Path prepare() throws IOException {
    var staging = directory.resolve(STAGING);
    Files.createDirectories(directory);
    if (Files.exists(staging)) {
      try (Stream<Path> files = Files.list(directory)) {
        if (files.count() > 1) {
          throw Problem.conflict("restore_broken_off", brokenOff());
        }
      }
      Folders.delete(staging);
    }
    return Files.createDirectory(staging);
  }

  private Result restore(BackupFile backup, Path staging) throws IOException {
    var manifest = backup.manifest();
    var configuration = manifest.part(InstanceFiles.CONFIGURATION);
    var written = staging.resolve(InstanceFiles.CONFIGURATION);
    if (configuration.isPresent()) {
      backup.unpack(configuration.get(), written);
    }
    var settings = ConfigLoader.load(directory, written, environment, Map.of()).settings();
    var places = places(manifest, settings);
    requireFree(places, settings);
    requireRoom(manifest, staging);
    for (var part : manifest.parts()) {
      if (!part.name().equals(InstanceFiles.CONFIGURATION)) {
        backup.unpack(part, staging.resolve(part.name()));
      }
    }
    var contents = check.contents(manifest, staging);
    makeFolders(places);
    try (var _ = InstanceLock.acquire(settings.database())) {
      requireFree(places, settings);
      move(places, staging);
    }
    return new Result(manifest, settings, contents);
  }

  /** Where each part goes, the database last. */
  private static SequencedMap<String, Path> places(BackupManifest manifest, Settings settings) {
    var files = new InstanceFiles(settings);
    var places = new LinkedHashMap<String, Path>();
    for (var part : manifest.parts()) {
      var place = files.place(part.name()).orElseThrow(Restore::otherDatabase);
      places.put(part.name(), place.toAbsolutePath());
    }
    var database = places.remove(InstanceFiles.DATABASE);
    if (database != null) {
      places.put(InstanceFiles.DATABASE, database);
    }
    return places;
  }

  /** Only the database may have no place: what else a backup may hold has one. */
  private static Problem otherDatabase() {
    return Problem.conflict(
        "other_database",
        "The backup holds a SQLite database, and database.url names PostgreSQL: set it to a file, such as sqlite:///./tinybase.db.");
  }

  /** Nothing of an instance may be there, whether the backup has it or not. */
  private void requireFree(SequencedMap<String, Path> places, Settings settings)
      throws IOException {
    var taken = new LinkedHashSet<Path>();
    var database = places.get(InstanceFiles.DATABASE);
    if (database != null
        && Files.exists(database.resolveSibling(database.getFileName() + "-wal"))) {
      taken.add(database);
    }
    places.sequencedValues().reversed().stream().filter(Files::exists).forEach(taken::add);
    new InstanceFiles(settings).find().values().forEach(file -> taken.add(file.toAbsolutePath()));
    if (!taken.isEmpty()) {
      throw Problem.conflict(
          "instance_exists",
          "There is an instance, or a part of one: %s. Restore into an empty folder, or move these away first."
              .formatted(shown(taken)));
    }
  }

  private String shown(Set<Path> files) {
    var names =
        files.stream()
            .limit(3)
            .map(file ->
                file.startsWith(directory)
                    ? directory.relativize(file).toString()
                    : file.toString());
    return String.join(", ", names.toList()) + (files.size() > 3 ? " and others" : "");
  }

  private static void requireRoom(BackupManifest manifest, Path folder) throws IOException {
    long room = Files.getFileStore(folder).getUsableSpace();
    if (manifest.bytes() > room) {
      throw Problem.unavailable(
          "no_room",
          "The backup needs %,d bytes, and %,d are free.".formatted(manifest.bytes(), room),
          30);
    }
  }

  private static void makeFolders(Map<String, Path> places) throws IOException {
    for (var place : places.entrySet()) {
      var folder = place.getValue().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        if (place.getKey().equals(InstanceFiles.KEY)) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
      }
    }
  }

  /** What was moved before a failure is taken back. */
  private static void move(SequencedMap<String, Path> places, Path staging) throws IOException {
    var moved = new ArrayList<Path>();
    try {
      for (var place : places.entrySet()) {
        Files.move(staging.resolve(place.getKey()), place.getValue());
        moved.add(place.getValue());
        force(place.getValue());
      }
    } catch (Throwable failure) {
      for (var file : moved) {
        Files.deleteIfExists(file);
      }
      throw failure;
    }
  }

  /** Where the place was on another disk, the file was copied. */
  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
