package dev.tinybase.backup;

import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder where a server keeps backups. Only what bears a name of ours is seen, given out and
 * removed.
 */
final class BackupFolder {
  private static final Logger LOG = LoggerFactory.getLogger(BackupFolder.class);
  private static final Pattern NAME =
      Pattern.compile("(scheduled|manual)-(\\d{8}T\\d{6})Z(-\\d{1,3})?\\.zip");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

  /** What a process that died has left is nobody's any more. */
  private static final Duration DRAFT_AGE = Duration.ofHours(1);

  private static final int MOST_OF_ONE_SECOND = 1000;

  private final Path folder;
  private final Clock clock;

  BackupFolder(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Why a backup was made. */
  enum Kind {
    SCHEDULED,
    MANUAL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A file in the folder. */
  record Item(String name, Kind kind, Instant createdAt, long bytes, Path file) {}

  /** A path for a new backup, in a folder that exists; drafts that a crash has left are removed. */
  Path next(Kind kind) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    removeDrafts();
    var start = kind.word() + "-" + TIME.format(clock.instant().atOffset(ZoneOffset.UTC)) + "Z";
    var file = folder.resolve(start + ".zip");
    for (int i = 2; Files.exists(file) && i < MOST_OF_ONE_SECOND; i++) {
      file = folder.resolve(start + "-" + i + ".zip");
    }
    return file;
  }

  private void removeDrafts() throws IOException {
    var oldest = clock.instant().minus(DRAFT_AGE);
    try (var drafts = Files.newDirectoryStream(folder, BackupWriter.DRAFT + "*")) {
      for (var draft : drafts) {
        if (Files.isRegularFile(draft)
            && Files.getLastModifiedTime(draft).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(draft);
        }
      }
    }
  }

  /** The newest first. */
  List<Item> list() {
    var items = new ArrayList<Item>();
    try (var files = Files.newDirectoryStream(folder, "*.zip")) {
      files.forEach(file -> item(file).ifPresent(items::add));
    } catch (NoSuchFileException _) {
      return List.of(); // none was made yet
    } catch (IOException e) {
      throw FileProblems.of("backups_unreadable", "backup.folder cannot be read", e);
    }
    items.sort(Comparator.comparing(Item::createdAt).thenComparing(Item::name).reversed());
    return items;
  }

  /** The file of a name; 404 where there is none, whatever the name is. */
  Item find(String name) {
    return Optional.of(name)
        .filter(NAME.asMatchPredicate())
        .flatMap(good -> item(folder.resolve(good)))
        .orElseThrow(() ->
            Problem.notFound("backup_not_found", "There is no backup of that name; list them."));
  }

  private static Optional<Item> item(Path file) {
    var name = String.valueOf(file.getFileName());
    var parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      var kind = Kind.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
      var at = LocalDateTime.parse(parts.group(2), TIME).toInstant(ZoneOffset.UTC);
      return attributes.isRegularFile()
          ? Optional.of(new Item(name, kind, at, attributes.size(), file))
          : Optional.empty();
    } catch (IOException | java.time.DateTimeException _) {
      return Optional.empty();
    }
  }

  void delete(String name) {
    try {
      Files.deleteIfExists(find(name).file());
    } catch (IOException e) {
      throw FileProblems.of("backup_not_removed", "The backup cannot be removed", e);
    }
  }

  /** Removes the oldest that the schedule made, but so many. */
  void prune(int keep) {
    list().stream()
        .filter(item -> item.kind() == Kind.SCHEDULED)
        .skip(keep)
        .forEach(item -> {
          delete(item.name());
          LOG.info("Removed the backup {}; backup.keep is {}", item.name(), keep);
        });
  }
}
