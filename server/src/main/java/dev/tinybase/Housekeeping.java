package dev.tinybase;

import dev.tinybase.api.IdempotencyTable;
import dev.tinybase.api.MetricSnapshots;
import dev.tinybase.auth.AuthServices;
import dev.tinybase.backup.BackupService;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.delivery.HookDelivery;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.History;
import dev.tinybase.jobs.JobRetention;
import dev.tinybase.records.RecordService;
import dev.tinybase.schedule.Cron;
import dev.tinybase.schedule.CronPattern;
import dev.tinybase.schedule.Interval;
import dev.tinybase.schedule.SystemTask;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server does for itself now and then, each a schedule of the source {@code system}. Every
 * one works in slices, so that nobody waits for it, and ends early when its thread is interrupted.
 */
record Housekeeping(
    Settings settings,
    Database database,
    Clock clock,
    AuthServices auth,
    ChangeLog changes,
    RecordService records,
    History history,
    MetricSnapshots metrics,
    HookDelivery delivery,
    BackupService backups) {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Duration OFTEN = Duration.ofMinutes(5);
  private static final Duration DAILY = Duration.ofDays(1);

  /** One line for each task. */
  List<SystemTask> tasks() {
    var cleanup = intervals(settings.scheduler().tokenCleanupInterval());
    var snapshot = intervals(settings.scheduler().metricsCollectionInterval());
    var sessions = auth.sessions();
    var logins = auth.logins();
    var keys = new IdempotencyTable(database, clock);
    var jobs = jobRetention();
    var failed = delivery.service();
    var tasks = new ArrayList<SystemTask>();
    tasks.add(task("expired_sessions", "Removes sessions", cleanup, sessions::removeExpired));
    tasks.add(task("failed_logins", "Forgets failed logins", cleanup, logins::forgetFailures));
    tasks.add(task("idempotency_keys", "Removes keys after a day", OFTEN, keys::removeOld));
    tasks.add(task("call_records", "Removes calls and logs", OFTEN, history::removeOld));
    tasks.add(task("ended_jobs", "Removes jobs that ended", OFTEN, jobs::removeOld));
    tasks.add(task("change_log", "Removes changes nobody needs", OFTEN, changes::prune));
    tasks.add(task("failed_events", "Removes events that failed", OFTEN, failed::removeOld));
    tasks.add(task("metric_snapshots", "Takes snapshots", snapshot, metrics::collect));
    tasks.add(task("database", "Maintains the database", DAILY, database::maintain));
    backup().ifPresent(tasks::add);
    if (!database.dialect().isSqlite()) { // where triggers keep one row for each collection
      tasks.add(task("record_totals", "Sums up totals", OFTEN, records::sumUpTotals));
    }
    return tasks;
  }

  private Optional<SystemTask> backup() {
    var text = settings.backup().schedule();
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var schedule = Cron.of(text, settings.server().timezone());
      return Optional.of(
          new SystemTask(
              "backup", "Makes a backup", schedule, () -> run("backup", backups::makeScheduled)));
    } catch (CronPattern.Invalid e) {
      throw Problem.badRequest("invalid_configuration", "'backup.schedule': " + e.reason());
    }
  }

  private JobRetention jobRetention() {
    var keep = settings.jobs();
    return new JobRetention(
        database,
        clock,
        Duration.ofDays(keep.keepSucceededDays()),
        Duration.ofDays(keep.keepFailedDays()),
        keep.keep());
  }

  private Duration intervals(int many) {
    return Duration.ofSeconds((long) many * settings.scheduler().intervalSeconds());
  }

  private static SystemTask task(
      String name, String description, Duration every, LongSupplier work) {
    return new SystemTask(name, description, every(every), () -> run(name, work));
  }

  private static void run(String name, LongSupplier work) {
    long done = work.getAsLong();
    LOG.debug("{}: {}", name, done);
  }

  private static Interval every(Duration time) {
    var unit =
        Stream.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES)
            .filter(each -> time.toSeconds() % each.getDuration().toSeconds() == 0)
            .findFirst()
            .orElse(ChronoUnit.SECONDS);
    return new Interval(time.dividedBy(unit.getDuration()), unit, UTC);
  }
}
