package dev.tinybase.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The moments of a schedule within its start and end.
 *
 * @param planned a moment of it, or where it begins: an interval counts from it
 */
record Series(
    Schedule schedule, Instant planned, @Nullable Instant startsAt, @Nullable Instant endsAt) {
  /** Beyond what databases and clients take. */
  static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** As it begins now: at its start, or with the next moment. */
  static Series beginning(
      Schedule schedule, @Nullable Instant startsAt, @Nullable Instant endsAt, Instant now) {
    return new Series(schedule, startsAt == null ? now : startsAt, startsAt, endsAt);
  }

  /** As it goes on from a planned moment. */
  static Series of(ScheduleInfo info, Schedule schedule, Instant planned) {
    return new Series(schedule, planned, info.startsAt(), info.endsAt());
  }

  /** The first moment later than another one. */
  Optional<Instant> next(Instant after) {
    var from =
        startsAt != null && after.isBefore(startsAt) ? startsAt.minusNanos(1) : after;
    return schedule.next(planned, from).filter(this::isWithin);
  }

  /** The last moment not after another one, from the planned one on. */
  Optional<Instant> latest(Instant until) {
    return schedule.latest(planned, endsAt != null && endsAt.isBefore(until) ? endsAt : until);
  }

  /** So many moments at most, later than another one. */
  List<Instant> next(Instant after, int count) {
    var moments = new ArrayList<Instant>();
    var moment = next(after);
    while (moment.isPresent() && moments.size() < count) {
      moments.add(moment.get());
      moment = next(moment.get());
    }
    return moments;
  }

  private boolean isWithin(Instant moment) {
    return (endsAt == null || !moment.isAfter(endsAt)) && moment.isBefore(LATEST);
  }
}
