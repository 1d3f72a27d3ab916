package dev.tinybase.cli;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line on a terminal that is drawn over and over; nothing where there is no terminal. */
final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long EVERY_NANOS = Duration.ofMillis(100).toNanos();
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Shell shell;
  private final LongSupplier done;
  private final long whole;
  private final long began = System.nanoTime();
  private long drawn;
  private long bytes;
  private boolean closed;

  /** One of a file whose size is not known before. */
  ProgressBar(Shell shell) {
    this(shell, () -> 0, 0);
  }

  /**
   * @param done how much is done, in the unit of {@code whole}
   * @param whole 0 when unknown
   */
  ProgressBar(Shell shell, LongSupplier done, long whole) {
    this.shell = shell;
    this.done = done;
    this.whole = whole;
    this.drawn = began - EVERY_NANOS;
  }

  /** The same stream; what is read of it is shown. */
  InputStream watch(InputStream content) {
    return new FilterInputStream(content) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int count = in.read(into, from, length);
        update(count);
        return count;
      }
    };
  }

  /** The same stream; what is written to it is shown. */
  OutputStream watch(OutputStream content) {
    return new FilterOutputStream(content) {
      @Override
      public void write(byte[] piece, int from, int length) throws IOException {
        out.write(piece, from, length);
        update(length);
      }
    };
  }

  /** Draws, at most ten times a second. */
  private synchronized void update(int more) {
    bytes += Math.max(more, 0);
    long now = System.nanoTime();
    if (shell.canDraw() && !closed && now - drawn >= EVERY_NANOS) {
      drawn = now;
      shell.err().print(CLEAR_LINE + bar() + megabytes(now));
      shell.err().flush();
    }
  }

  private String bar() {
    if (whole <= 0) {
      return "";
    }
    double part = Math.clamp((double) done.getAsLong() / whole, 0, 1);
    int full = (int) (part * WIDTH);
    return "[%s%s] %3d %%  "
        .formatted("#".repeat(full), " ".repeat(WIDTH - full), (int) (part * 100));
  }

  private String megabytes(long now) {
    double seconds = (now - began) / 1e9;
    double size = bytes / 1e6;
    return seconds < 0.5
        ? String.format(Locale.ROOT, "%,.1f MB", size)
        : String.format(Locale.ROOT, "%,.1f MB, %,.1f MB/s", size, size / seconds);
  }

  /** Takes the line away, because a sentence follows. */
  @Override
  public synchronized void close() {
    if (shell.canDraw() && !closed) {
      shell.err().print(CLEAR_LINE);
      shell.err().flush();
    }
    closed = true;
  }
}
