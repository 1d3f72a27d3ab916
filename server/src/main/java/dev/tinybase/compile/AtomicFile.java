package dev.tinybase.compile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that appear whole or not at all, also to other processes. */
final class AtomicFile {
  private AtomicFile() {}

  /** Writes a file, and makes its folder if need be; one that is there is replaced. */
  static void write(Path file, Content content) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is a folder");
    }
    Files.createDirectories(folder);
    var temporary = folder.resolve("." + UUID.randomUUID() + ".tmp");
    try {
      try (var out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
        var buffer = new BufferedOutputStream(out);
        content.writeTo(buffer);
        buffer.flush();
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** What is to stand in the file. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }
}
