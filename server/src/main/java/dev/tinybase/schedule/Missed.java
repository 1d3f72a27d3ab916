package dev.tinybase.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule's catch-up makes of the moments that no server looked at.
 *
 * @param first the first one that gets a run; null where none does
 * @param leftOut how many get none
 * @param lastLeftOut the last of those; null where there is none
 */
record Missed(@Nullable Instant first, long leftOut, @Nullable Instant lastLeftOut) {
  /** So many moments of a long pause are counted at most, as this is done while others wait. */
  private static final int MOST_COUNTED = 1_000;

  /**
   * Looks at the moments from the planned one until the end of the pause.
   *
   * @param until not before the planned moment
   */
  static Missed of(ScheduleInfo info, Series series, Instant until) {
    var planned = series.planned();
    var last = series.latest(until).orElse(planned);
    return switch (info.policy().catchUp()) {
      case NONE -> new Missed(null, count(series, last.plusNanos(1)), last);
      case LATEST -> from(series, last);
      case ALL -> from(series, earliest(series, last, info.policy().catchUpLimit()));
    };
  }

  private static Missed from(Series series, Instant first) {
    var before = series.latest(first.minusNanos(1));
    return before.isEmpty()
        ? new Missed(first, 0, null)
        : new Missed(first, count(series, first), before.get());
  }

  /** The first of the last moments, so many of them. */
  private static Instant earliest(Series series, Instant last, int limit) {
    if (count(series, last.plusNanos(1), limit) < limit) {
      return series.planned();
    }
    var first = last;
    for (int i = 1; i < limit; i++) {
      first = series.latest(first.minusNanos(1)).orElse(series.planned());
    }
    return first;
  }

  private static long count(Series series, Instant end) {
    return count(series, end, MOST_COUNTED);
  }

  /** How many moments there are from the planned one on before the end, up to a bound. */
  private static long count(Series series, Instant end, int most) {
    long count = 0;
    var moment = series.planned();
    while (count < most && moment.isBefore(end)) {
      count++;
      moment = series.next(moment).orElse(end);
    }
    return count;
  }
}
