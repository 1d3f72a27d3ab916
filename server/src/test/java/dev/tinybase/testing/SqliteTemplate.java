package dev.tinybase.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A migrated SQLite file to copy, which is faster than to migrate each time. */
final class SqliteTemplate {
  private static final Path FILE = make();

  private SqliteTemplate() {}

  /** The URL of a copy. */
  static String copy() {
    try {
      return url(Files.copy(FILE, TempFolder.next()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String url(Path file) {
    return "sqlite:///" + file;
  }

  private static Path make() {
    var file = TempFolder.next();
    Engine.migrate(url(file));
    return file;
  }
}
