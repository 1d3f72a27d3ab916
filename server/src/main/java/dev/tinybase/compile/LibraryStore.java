package dev.tinybase.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Copies of libraries by their SHA-256, so that none needs to be looked for a second time. */
final class LibraryStore {
  private final Shelf shelf;

  /** Hashed since the start: what is on disk may have been damaged before that. */
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  LibraryStore(Shelf shelf) {
    this.shelf = shelf;
  }

  /** The jar with this hash, if it is here and whole. */
  Optional<Path> find(String sha256) throws IOException {
    var jar = shelf.folder().resolve(sha256 + ".jar");
    boolean whole =
        Files.isRegularFile(jar) && (known.contains(sha256) || Digest.of(jar).equals(sha256));
    if (!whole) {
      known.remove(sha256);
      return Optional.empty();
    }
    known.add(sha256);
    shelf.use(jar);
    return Optional.of(jar);
  }

  /** Copies a file that has this hash. */
  Path keep(Path file, String sha256) throws IOException {
    var jar = shelf.folder().resolve(sha256 + ".jar");
    var draft = Files.createTempFile(Files.createDirectories(shelf.folder()), "new", ".tmp");
    try {
      Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING);
      Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    known.add(sha256);
    return jar;
  }

  /** Throws out what nobody has used for long. */
  void sweep() {
    shelf.sweep();
  }
}
