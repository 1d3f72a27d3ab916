package dev.tinybase.records;

/**
 * How many lines of an import go into one transaction. Large ones are cheaper, because the pages of
 * indexes are written once for many records; but every other writer waits for their end.
 */
final class Pace {
  private static final long WANTED_NANOS = 200_000_000;
  private static final int LEAST = 1_000;
  private static final int MOST = 5_000;

  private volatile int lines = LEAST;

  /** How many lines the next one should have. */
  int lines() {
    return lines;
  }

  /** Learns from one that was written; at most it doubles or halves the size of the next. */
  void took(int written, long nanos) {
    if (written > 0) {
      double fitting = (double) written * WANTED_NANOS / Math.max(1, nanos);
      lines = (int) Math.clamp(fitting, Math.max(LEAST, lines / 2), Math.min(MOST, lines * 2));
    }
  }
}
