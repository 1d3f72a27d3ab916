package dev.tinybase.db;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats what failed through no fault of its own, a bounded number of times. */
final class Retries {
  private static final int ATTEMPTS = 8;
  private static final int FIRST_PAUSE_MILLIS = 4;

  private Retries() {}

  /** The result, or the failure's problem after the last attempt. */
  static <T extends @Nullable Object> T run(Supplier<T> attempt) {
    for (int count = 1; ; count++) {
      try {
        return attempt.get();
      } catch (TransientFailure e) {
        if (count == ATTEMPTS || !pause(count)) {
          throw e.problem();
        }
      }
    }
  }

  /** Waits twice as long each time, by chance, so that rivals do not meet again. */
  private static boolean pause(int count) {
    try {
      Thread.sleep(1 + ThreadLocalRandom.current().nextInt(FIRST_PAUSE_MILLIS << count));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
