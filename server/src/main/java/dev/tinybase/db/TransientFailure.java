package dev.tinybase.db;

import dev.tinybase.errors.Problem;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A transaction failed through no fault of its own and may run again from its beginning. */
final class TransientFailure extends DatabaseException {
  private static final long serialVersionUID = 1L;
  private static final int ATTEMPTS = 8;
  private static final int FIRST_PAUSE_MILLIS = 4;

  private final transient Problem problem;

  TransientFailure(Problem problem, Throwable cause) {
    super(problem.detail(), cause);
    this.problem = problem;
  }

  /** What to tell the caller when trying again did not help. */
  Problem problem() {
    return problem;
  }

  /** Repeats the attempt a bounded number of times; at last the problem is the caller's. */
  static <T extends @Nullable Object> T retry(Supplier<T> attempt) {
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
