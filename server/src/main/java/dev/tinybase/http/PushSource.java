package dev.tinybase.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Where a long-lived stream gets what it sends. The connection's own virtual thread asks for one
 * piece after the other; while nothing comes it is parked, and the stream holds no buffer.
 */
public interface PushSource extends AutoCloseable {
  /** What a wait has brought. */
  enum Progress {
    /** Something was written, and more is there already. */
    MORE,
    /** Something was written; what comes next may take its time. */
    WRITTEN,
    /** Nothing came in time. */
    NOTHING,
    /** The stream has ended, perhaps with something that was written. */
    END
  }

  /** Writes what comes next, after at most so long a wait. */
  Progress writeNext(OutputStream out, Duration wait) throws IOException, InterruptedException;

  /** Writes what shows that the stream lives, where its format has such a thing. */
  void heartbeat(OutputStream out) throws IOException;

  /** Whether a server that stops ends it at once, because it has no end of its own. */
  default boolean endless() {
    return false;
  }

  /** Nobody wants the rest. */
  @Override
  void close();
}
