package dev.tinybase.compile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock in a file beside the sources; where their folder is missing or read-only, what is new is
 * kept in the cache.
 */
final class LockFile implements LibraryLock {
  private static final Logger LOG = LoggerFactory.getLogger(LockFile.class);

  private final Path file;
  private final Path spare;

  LockFile(Path file, Path cache) {
    this.file = file.toAbsolutePath();
    this.spare = cache.toAbsolutePath().resolve("tinybase.lock");
  }

  @Override
  public String name() {
    return name(file);
  }

  @Override
  public Optional<SequencedMap<String, String>> find(String coordinates) {
    return read(file).find(coordinates).or(() -> read(spare).find(coordinates));
  }

  @Override
  public void put(String coordinates, SequencedMap<String, String> artifacts) {
    if (Files.isDirectory(folder(file))) {
      try {
        write(file, coordinates, artifacts);
        return;
      } catch (IOException e) {
        LOG.debug("cannot write {}; the cache will do", file, e);
      }
    }
    try {
      write(spare, coordinates, artifacts);
    } catch (IOException e) {
      LOG.warn("Cannot write {} or {} ({}); libraries stay unlocked", file, spare, e.toString());
    }
  }

  private static LockText read(Path file) {
    try {
      return LockText.parse(name(file), Files.readString(file));
    } catch (NoSuchFileException _) {
      return new LockText(name(file));
    } catch (IOException e) {
      throw LockText.damaged(name(file), e.toString());
    }
  }

  private static void write(Path file, String coordinates, SequencedMap<String, String> artifacts)
      throws IOException {
    var all = read(file);
    all.put(coordinates, artifacts);
    var text = all.text().getBytes(UTF_8);
    AtomicFile.write(file, out -> out.write(text));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Path folder(Path file) {
    var folder = file.getParent();
    return folder == null ? file : folder;
  }
}
