package dev.tinybase.functions.loading;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Files that others have taken the place of. Each is closed after the last call in it, or after ten
 * minutes. Used under the loader's lock.
 */
final class RetiredFiles {
  private static final long GRACE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private record Retired(LiveFile file, long since) {}

  private final Queue<Retired> files = new ArrayDeque<>();

  void add(LiveFile file) {
    file.uses().retire();
    if (!file.uses().isClosed()) {
      files.add(new Retired(file, System.nanoTime()));
    }
  }

  /** Looks after those that wait. */
  void sweep() {
    files.removeIf(retired -> {
      boolean late = System.nanoTime() - retired.since() > GRACE_NANOS;
      if (late) {
        retired.file().uses().close();
      }
      return late || retired.file().uses().isClosed();
    });
  }

  void close() {
    files.forEach(retired -> retired.file().uses().close());
    files.clear();
  }
}
