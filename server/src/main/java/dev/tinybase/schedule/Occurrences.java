package dev.tinybase.schedule;

import dev.tinybase.db.Sql;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobRequest;
import dev.tinybase.jobs.JobService;
import dev.tinybase.json.Json;
import dev.tinybase.metrics.Histogram;
import dev.tinybase.sdk.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The moments of one schedule that is due, and their jobs. */
final class Occurrences {
  /** So many moments of one schedule at once; what is left comes with the next batch. */
  private static final int MOST_AT_ONCE = 200;

  private static final String NO_FURTHER = "It has no further moment.";

  /**
   * How much of a schedule's work is open.
   *
   * @param runs jobs that are queued or run
   * @param held jobs that wait for those
   */
  record Open(long runs, long held) {
    static final Open NONE = new Open(0, 0);

    long all() {
      return runs + held;
    }

    Open plus(boolean isHeld) {
      return isHeld ? new Open(runs, held + 1) : new Open(runs + 1, held);
    }
  }

  private final Sql sql;
  private final JobService jobs;
  private final ScheduleInfo info;
  private final Instant now;
  private final Histogram lateness;
  private Open open;
  private boolean holds;
  private long skipped;
  private @Nullable Instant lastSkipped;
  private @Nullable Instant overlapped;

  Occurrences(
      Sql sql, JobService jobs, ScheduleInfo info, Open open, Instant now, Histogram lateness) {
    this.sql = sql;
    this.jobs = jobs;
    this.info = info;
    this.open = open;
    this.now = now;
    this.lateness = lateness;
  }

  /**
   * Makes the jobs of all moments until now, and moves the schedule on.
   *
   * @param upSince those before are missed
   */
  void make(Schedule schedule, Instant upSince) {
    var planned = info.nextRunAt() == null ? now : info.nextRunAt();
    var series = Series.of(info, schedule, planned);
    var moment = planned.isBefore(upSince) ? firstMissed(series, upSince) : Optional.of(planned);
    int count = 0;
    while (moment.isPresent() && !moment.get().isAfter(now) && count++ < MOST_AT_ONCE) {
      boolean isMissed = moment.get().isBefore(upSince);
      if (isMissed || hasRoom()) {
        add(moment.get(), isMissed);
      } else {
        skip(moment.get());
      }
      moment = series.next(moment.get());
    }
    finish(moment);
  }

  /** The first of those that were missed that is made up for, or what follows them. */
  private Optional<Instant> firstMissed(Series series, Instant upSince) {
    var end = upSince.isAfter(now) ? now : upSince.minusNanos(1_000);
    var missed = Missed.of(info, series, end);
    skipped += missed.leftOut();
    lastSkipped = missed.lastLeftOut();
    return missed.first() == null ? series.next(end) : Optional.of(missed.first());
  }

  private boolean hasRoom() {
    return switch (info.policy().overlap()) {
      case SKIP -> open.all() == 0;
      case QUEUE -> open.held() == 0;
      case PARALLEL -> open.all() < info.policy().maxParallel();
    };
  }

  /** Missed ones, and one that is queued, wait for those before them. */
  private void add(Instant moment, boolean isMissed) {
    boolean mayWait = isMissed || info.policy().overlap() == Overlap.QUEUE;
    boolean held = mayWait && open.all() > 0;
    if (!isMissed) {
      lateness.record(Duration.between(moment, now).toNanos());
    }
    if (jobs.add(sql, Occurrences.request(info, moment, held)).isNew()) {
      holds |= held;
      open = open.plus(held);
    }
  }

  private void skip(Instant moment) {
    skipped++;
    lastSkipped = moment;
    overlapped = moment;
  }

  private void finish(Optional<Instant> next) {
    if (skipped > 0) {
      sql.update(
          "update _schedules set skipped_count = skipped_count + ?, last_skipped_at = ?"
              + " where id = ?",
          skipped,
          lastSkipped,
          info.id());
    }
    if (overlapped != null) {
      jobs.skip(sql, Occurrences.request(info, overlapped, false));
    }
    if (holds) { // what they wait for may have ended meanwhile
      jobs.releaseHeld(sql, info.id());
    }
    if (next.isEmpty()) {
      stop(sql, info.id(), NO_FURTHER);
    } else {
      sql.update("update _schedules set next_run_at = ? where id = ?", next.get(), info.id());
    }
  }

  /** Pauses a schedule for a reason of the server. */
  static void stop(Sql sql, UUID id, String reason) {
    sql.update(
        "update _schedules set is_active = ?, next_run_at = null, paused_reason = ? where id = ?",
        false,
        reason,
        id);
  }

  /**
   * The job of a moment.
   *
   * @param held whether it waits for older ones of the same schedule
   */
  static JobRequest request(ScheduleInfo info, Instant moment, boolean held) {
    var policy = info.policy();
    var timeout = policy.timeoutSeconds();
    return new JobRequest(
        info.functionName(),
        JobRequest.JSON,
        Json.text(info.inputData()),
        Job.Actor.OPERATOR,
        null,
        JobRequest.SCHEDULE,
        info.id().toString(),
        0,
        moment,
        null,
        policy.retries() + 1,
        Duration.ofSeconds(policy.retryDelaySeconds()),
        timeout == null ? null : Duration.ofSeconds(timeout),
        new JobRequest.Occurrence(info.id(), moment, held, info.source()),
        null);
  }
}
