package dev.tinybase.sdk;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When and how often a job runs; see {@link Context#enqueue(String, Object, JobOptions)}. Each
 * method gives changed options and leaves these as they are.
 *
 * {@snippet :
 * var options =
 *     JobOptions.DEFAULT
 *         .delay(Duration.ofMinutes(5))
 *         .priority(5)
 *         .uniqueKey("receipt-42")
 *         .attempts(10);
 * ctx.enqueue("send_receipt", Map.of("order", 42), options);
 * }
 *
 * @param delay how long the job waits from now at least
 * @param at the moment before which it does not run; null for {@link #delay}
 * @param priority of the jobs that are due those with a lower one run first
 * @param uniqueKey while a job with this key waits, no other one is made; null for none
 * @param attempts how often it may fail before it is given up, 1 to 100; between two attempts it
 *     waits ten seconds, then twice as long each time, at most an hour
 */
public record JobOptions(
    Duration delay, @Nullable Instant at, int priority, @Nullable String uniqueKey, int attempts) {
  private static final int MOST_ATTEMPTS = 100;
  private static final int LONGEST_KEY = 200;
  private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** At once, with priority 0, without a key, five attempts. */
  public static final JobOptions DEFAULT = new JobOptions(Duration.ZERO, null, 0, null, 5);

  /** Options within their bounds; others are an {@link IllegalArgumentException}. */
  public JobOptions {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("The delay of a job is 0 to 100 years, not " + delay);
    }
    if (at != null && at.isAfter(LATEST)) {
      throw new IllegalArgumentException("A job runs in the year 9999 at the latest, not at " + at);
    }
    if (attempts < 1 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "A job has 1 to " + MOST_ATTEMPTS + " attempts, not " + attempts);
    }
    if (uniqueKey != null && (uniqueKey.isBlank() || uniqueKey.length() > LONGEST_KEY)) {
      throw new IllegalArgumentException(
          "The unique key of a job has 1 to " + LONGEST_KEY + " characters and is not blank");
    }
  }

  /** The same with a delay from now, in place of a moment. */
  public JobOptions delay(Duration longer) {
    return new JobOptions(longer, null, priority, uniqueKey, attempts);
  }

  /** The same with a moment, in place of a delay; one in the past is now. */
  public JobOptions at(Instant moment) {
    return new JobOptions(Duration.ZERO, moment, priority, uniqueKey, attempts);
  }

  /** The same with a priority; lower runs first. */
  public JobOptions priority(int lowerFirst) {
    return new JobOptions(delay, at, lowerFirst, uniqueKey, attempts);
  }

  /** The same with a key; while a job with it waits, enqueueing gives that one's id. */
  public JobOptions uniqueKey(String key) {
    return new JobOptions(delay, at, priority, key, attempts);
  }

  /** The same with so many attempts. */
  public JobOptions attempts(int most) {
    return new JobOptions(delay, at, priority, uniqueKey, most);
  }
}
