package dev.tinybase.testing;

import java.time.Duration;

/**
 * Time limits of what is to be stopped half way. On a busy machine a short one may be over before
 * the first step, so longer and longer ones are tried.
 */
public final class GrowingLimit {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Something with a time limit, which tells whether it got as far as the test needs. */
  public interface Attempt {
    boolean run(Duration limit) throws Throwable;
  }

  private GrowingLimit() {}

  /** Tries with this limit, twice as much, and so on; fails where a minute does not suffice. */
  public static void from(Duration shortest, Attempt attempt) throws Throwable {
    for (var limit = shortest; !attempt.run(limit); limit = limit.multipliedBy(2)) {
      if (limit.compareTo(LONGEST) > 0) {
        throw new AssertionError("it does not get far enough within " + limit);
      }
    }
  }
}
