package dev.tinybase.api;

import dev.tinybase.backup.BackupService;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import java.time.Clock;

/**
 * How an instance is.
 *
 * @param jobs whether jobs and schedules go on
 * @param readiness whether this node should be asked
 * @param requests how they went in the last hours
 * @param status all of it in one answer
 */
public record Monitoring(
    JobMonitor jobs, Readiness readiness, RequestHistory requests, InstanceStatus status) {
  /**
   * Of an instance with these services.
   *
   * @param node what this server is called among those of one database
   */
  public static Monitoring create(
      Settings settings,
      String node,
      Database database,
      JobMonitor jobs,
      BackupService backups,
      InstanceCounts counts,
      Clock clock) {
    var readiness = new Readiness(database, jobs.checks());
    return new Monitoring(
        jobs,
        readiness,
        new RequestHistory(node, counts.records()::written, clock),
        new InstanceStatus(settings, node, database, readiness, backups, counts, clock));
  }
}
