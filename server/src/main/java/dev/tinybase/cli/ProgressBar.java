package dev.tinybase.cli;

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

  /** Draws, at most ten times a second. */
  void update(long records) {
    long now = System.nanoTime();
    if (shell.canDraw() && now - drawn >= EVERY_NANOS) {
      drawn = now;
      shell
          .err()
          .print(CLEAR_LINE + bar() + "%,d records".formatted(records) + speed(records, now));
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

  private String speed(long records, long now) {
    double seconds = (now - began) / 1e9;
    return seconds < 0.5 ? "" : String.format(Locale.ROOT, ", %,.0f/s", records / seconds);
  }

  /** Takes the line away, because a sentence follows. */
  @Override
  public void close() {
    if (shell.canDraw()) {
      shell.err().print(CLEAR_LINE);
      shell.err().flush();
    }
  }
}
