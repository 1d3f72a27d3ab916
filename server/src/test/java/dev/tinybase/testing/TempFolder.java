package dev.tinybase.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/** One folder for the files of this run, removed at its end. */
public final class TempFolder {
  private static final Path FOLDER = make();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TempFolder() {}

  /** A path where there is no file yet. */
  public static Path next() {
    return FOLDER.resolve(COUNT.incrementAndGet() + ".db");
  }

  private static Path make() {
    try {
      var folder = Files.createTempDirectory("tinybase-test");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (var paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
