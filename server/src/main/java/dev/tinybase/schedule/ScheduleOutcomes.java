package dev.tinybase.schedule;

import dev.tinybase.db.Sql;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobListener;
import java.util.UUID;

/** Keeps with each schedule how its last run ended, and pauses those that fail too often. */
public final class ScheduleOutcomes implements JobListener {
  private static final String ENDED =
      "update _schedules set last_status = ?, last_run_at = ?, consecutive_failures = 0 where id = ?";

  private static final String FAILED =
      """
      update _schedules set last_status = ?, last_run_at = ?,
        consecutive_failures = consecutive_failures + 1 where id = ?\
      """;

  private static final String PAUSE =
      """
      update _schedules set is_active = ?, next_run_at = null,
        paused_reason = 'The last ' || consecutive_failures || ' runs have failed.'
      where id = ? and is_active and consecutive_failures >= pause_after_failures\
      """;

  private static final String CANCELLED =
      "update _schedules set last_status = ?, last_run_at = ? where id = ?";

  @Override
  public void ended(Sql sql, Job job) {
    var occurrence = job.request().occurrence();
    if (occurrence == null) {
      return;
    }
    var id = occurrence.scheduleId();
    var status = job.status().word();
    var at = job.startedAt();
    switch (job.status()) {
      case SUCCEEDED -> sql.update(ENDED, status, at, id);
      case FAILED -> {
        sql.update(FAILED, status, at, id);
        sql.update(PAUSE, false, id);
      }
      case CANCELLED -> cancelled(sql, job, id);
      case QUEUED, RUNNING, SKIPPED -> {}
    }
  }

  /** One that was cancelled while it waited has never run. */
  private static void cancelled(Sql sql, Job job, UUID id) {
    if (job.startedAt() != null) {
      sql.update(CANCELLED, job.status().word(), job.startedAt(), id);
    }
  }
}
