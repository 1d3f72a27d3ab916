package dev.tinybase.compile;

import dev.tinybase.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Copies of libraries by their SHA-256, so that none needs to be looked for a second time. */
final class LibraryStore {
  private final CacheFolder folder;

  /** Hashed since the start: what is on disk may have been damaged before that. */
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  LibraryStore(CacheFolder folder) {
    this.folder = folder;
  }

  /** The jar with this hash, if it is here and whole. */
  Optional<Path> find(String sha256) throws IOException {
    var jar = jar(sha256);
    boolean whole =
        Files.isRegularFile(jar) && (known.contains(sha256) || Sha256.hex(jar).equals(sha256));
    if (!whole) {
      known.remove(sha256);
      return Optional.empty();
    }
    known.add(sha256);
    folder.use(jar);
    return Optional.of(jar);
  }

  /** Copies a file that has this hash. */
  Path keep(Path file, String sha256) throws IOException {
    var jar = jar(sha256);
    AtomicFile.write(jar, out -> Files.copy(file, out));
    known.add(sha256);
    return jar;
  }

  /** Throws out what nobody has used for long. */
  void sweep() {
    known.forEach(sha256 -> folder.use(jar(sha256)));
    folder.sweep();
  }

  private Path jar(String sha256) {
    return folder.path().resolve(sha256 + ".jar");
  }
}
