package dev.tinybase.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of files that can be made again; their time of change tells their last use. */
final class CacheFolder {
  private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);
  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration MARKED = Duration.ofDays(1);
  private static final int MOST_FILES = 5_000;

  private final Path folder;
  private final InstantSource clock;

  CacheFolder(Path folder, InstantSource clock) {
    this.folder = folder.toAbsolutePath();
    this.clock = clock;
  }

  Path path() {
    return folder;
  }

  /** Remembers that a file was used today. */
  void use(Path file) {
    try {
      var now = clock.instant();
      if (lastUse(file).isBefore(now.minus(MARKED))) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
    } catch (IOException e) {
      LOG.debug("cannot mark the use of {}", file, e);
    }
  }

  /** Deletes what was not used for 30 days, and the oldest when there are too many. */
  void sweep() {
    var oldest = clock.instant().minus(UNUSED);
    var files = newestFirst();
    for (int i = 0; i < files.size(); i++) {
      var file = files.get(i);
      if (i >= MOST_FILES || file.lastUse().isBefore(oldest)) {
        delete(file.path());
      }
    }
  }

  private List<Used> newestFirst() {
    try (var files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> new Used(file, lastUse(file)))
          .sorted(Comparator.comparing(Used::lastUse).reversed())
          .toList();
    } catch (IOException e) {
      LOG.debug("cannot sweep {}", folder, e);
      return List.of();
    }
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("cannot delete {}", file, e);
    }
  }

  /** A file that vanishes meanwhile counts as old. */
  private static Instant lastUse(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException _) {
      return Instant.EPOCH;
    }
  }

  private record Used(Path path, Instant lastUse) {}
}
