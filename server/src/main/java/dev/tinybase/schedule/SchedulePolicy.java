package dev.tinybase.schedule;

import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule makes of its moments.
 *
 * @param overlap when its last run has not ended
 * @param maxParallel how many may be open at once with {@link Overlap#PARALLEL}
 * @param catchUp what becomes of moments while no server ran
 * @param catchUpLimit how many of them {@link CatchUp#ALL} makes up for
 * @param retries how often a run that fails is tried again
 * @param retryDelaySeconds until the first time; twice as long at each further one, an hour at most
 * @param timeoutSeconds of a run; null for what its function says
 * @param pauseAfterFailures after how many failed runs in a row it pauses; null for never
 */
public record SchedulePolicy(
    Overlap overlap,
    int maxParallel,
    CatchUp catchUp,
    int catchUpLimit,
    int retries,
    int retryDelaySeconds,
    @Nullable Integer timeoutSeconds,
    @Nullable Integer pauseAfterFailures) {
  /** The highest {@link #maxParallel}; the least is 1. */
  public static final int MOST_PARALLEL = 1_000;

  /** The highest {@link #catchUpLimit}; the least is 1. */
  public static final int MOST_CAUGHT_UP = 10_000;

  /** The highest number of {@link #retries}; the least is 0. */
  public static final int MOST_RETRIES = 20;

  /** The longest {@link #retryDelaySeconds}; the shortest is 0. */
  public static final int LONGEST_RETRY_DELAY = 3_600;

  /** The longest {@link #timeoutSeconds}, a day; the shortest is 1. */
  public static final int LONGEST_TIMEOUT = 86_400;

  /** The highest {@link #pauseAfterFailures}; the least is 1. */
  public static final int MOST_FAILURES = 1_000;

  /** What applies where nothing is said. */
  public static final SchedulePolicy DEFAULT =
      new SchedulePolicy(Overlap.SKIP, 10, CatchUp.LATEST, 100, 0, 10, null, null);
}
