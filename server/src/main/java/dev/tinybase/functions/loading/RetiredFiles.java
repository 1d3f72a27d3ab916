package dev.tinybase.functions.loading;

import dev.tinybase.functions.registry.Registry.Function.ReferenceCount;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Files that others have taken the place of. Each is closed after the last call in it, or after ten
 * minutes.
 */
public final class RetiredFiles implements AutoCloseable {
  private static final long GRACE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private record Retired(ReferenceCount file, long since) {}

  private final Queue<Retired> files = new ArrayDeque<>(); // guarded by this

  /** Takes a file that the registry has no more. */
  public synchronized void add(ReferenceCount file) {
    file.retire();
    if (!file.isClosed()) {
      files.add(new Retired(file, System.nanoTime()));
    }
  }

  /** Looks after those that wait. */
  synchronized void sweep() {
    files.removeIf(retired -> {
      boolean late = System.nanoTime() - retired.since() > GRACE_NANOS;
      if (late) {
        retired.file().close();
      }
      return late || retired.file().isClosed();
    });
  }

  /** Closes all of them now. */
  @Override
  public synchronized void close() {
    files.forEach(retired -> retired.file().close());
    files.clear();
  }
}
