package dev.tinybase;

import dev.tinybase.api.Api;
import dev.tinybase.api.InstanceCounts;
import dev.tinybase.api.JobMonitor;
import dev.tinybase.api.MetricSnapshots;
import dev.tinybase.api.Monitoring;
import dev.tinybase.api.ServerLog;
import dev.tinybase.api.Version;
import dev.tinybase.auth.AuthServices;
import dev.tinybase.backup.BackupService;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.config.Configuration;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Databases;
import dev.tinybase.delivery.HookDelivery;
import dev.tinybase.deploy.AppDeployer;
import dev.tinybase.extensions.ExtensionServices;
import dev.tinybase.extensions.ExtensionValues;
import dev.tinybase.functions.FunctionServices;
import dev.tinybase.functions.history.History;
import dev.tinybase.functions.loading.LoadReport;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.jobs.JobEngine;
import dev.tinybase.jobs.JobService;
import dev.tinybase.jobs.NodeName;
import dev.tinybase.records.RecordService;
import dev.tinybase.schedule.CodeScheduleCheck;
import dev.tinybase.schedule.ScheduleServices;
import dev.tinybase.secrets.SecretBox;
import dev.tinybase.secrets.SecretStore;
import dev.tinybase.transfer.Exporter;
import dev.tinybase.transfer.Importer;
import java.time.Clock;

/**
 * An instance: every service, built by plain constructors from the bottom to the top. {@link #open}
 * it to work on the data in this process, {@link #serve} it to others, close it at the end.
 */
public record TinyBase(
    Configuration configuration,
    ServerLog log,
    Database database,
    HookRegistry hooks,
    AuthServices auth,
    CollectionService collections,
    RecordService records,
    Importer importer,
    Exporter exporter,
    SecretStore secrets,
    History history,
    MetricSnapshots metrics,
    JobEngine engine,
    JobService jobs,
    FunctionServices functions,
    ExtensionServices extensions,
    AppDeployer apps,
    HookDelivery delivery,
    BackupService backups,
    ScheduleServices schedules,
    Monitoring monitoring)
    implements AutoCloseable {

  /**
   * Opens the database, brings it to this version and builds the services; a {@link
   * dev.tinybase.errors.Problem} where the database or the signing key cannot be used.
   */
  public static TinyBase open(Settings settings, Clock clock) {
    return open(Configuration.of(settings), new ServerLog(clock), clock);
  }

  /**
   * The same, where it is known whence the settings come.
   *
   * @param log the last lines of this process's log
   */
  public static TinyBase open(Configuration configuration, ServerLog log, Clock clock) {
    var database = Databases.openUpgraded(configuration.settings().database(), clock);
    try {
      return build(configuration, log, database, clock);
    } catch (Throwable failure) {
      database.close();
      throw failure;
    }
  }

  private static TinyBase build(
      Configuration configuration, ServerLog log, Database database, Clock clock) {
    var settings = configuration.settings();
    var node = NodeName.of(settings.server().port());
    var hooks = new HookRegistry();
    var changes = new ChangeLog(database, clock);
    var auth = AuthServices.create(settings, database, changes, hooks, clock);
    var collections = new CollectionService(database, clock);
    var records = new RecordService(database, collections, changes, hooks, clock);
    var importer = new Importer(collections, records);
    var exporter = new Exporter(records, clock);
    var secrets = new SecretStore(settings.secrets(), database, clock);
    var history = new History(settings, database, changes, clock);
    var metrics = new MetricSnapshots(database, clock, records::sizes, history.metrics());
    var engine = new JobEngine(database, clock, JobEngine.Options.of(settings));
    var jobs = new JobService(database, clock, engine);
    var check = new CodeScheduleCheck(settings.server().timezone());
    var values = new ExtensionValues(new SecretBox(settings.secrets()));
    var functions =
        new FunctionServices(
            settings, database, hooks, records, secrets, auth, history, jobs, check, values, clock);
    var extensions =
        ExtensionServices.create(
            settings, database, collections, functions, values, Version.text(), clock);
    var apps = new AppDeployer(collections, functions.deployments(), extensions.service(), clock);
    engine.listen(functions.calls().jobListener());
    var options = HookDelivery.Options.of(settings, node);
    var delivery =
        new HookDelivery(
            database, changes, hooks, collections, auth.users()::cause, options, clock);
    var backups = new BackupService(settings, database, Version.text(), clock);
    var housekeeping =
        new Housekeeping(
            settings, database, clock, auth, changes, records, history, metrics, delivery, backups);
    var tasks = housekeeping.tasks();
    var schedules =
        new ScheduleServices(settings, database, functions.registry(), engine, jobs, tasks, clock);
    var monitor = new JobMonitor(jobs, engine, schedules.loop());
    var counts =
        new InstanceCounts(
            auth, collections, records, functions, schedules, jobs, hooks, delivery, extensions);
    var monitoring = Monitoring.create(settings, node, database, monitor, backups, counts, clock);
    return new TinyBase(
        configuration,
        log,
        database,
        hooks,
        auth,
        collections,
        records,
        importer,
        exporter,
        secrets,
        history,
        metrics,
        engine,
        jobs,
        functions,
        extensions,
        apps,
        delivery,
        backups,
        schedules,
        monitoring);
  }

  /** The effective settings. */
  public Settings settings() {
    return configuration.settings();
  }

  /**
   * Loads the extensions and the functions' folder once, for a command; a server does so when it
   * starts, and goes on looking.
   */
  public LoadReport load() {
    extensions.start();
    return functions.loader().reload();
  }

  /** Starts to answer requests; at most one instance serves a SQLite file at a time. */
  public Serving serve() {
    return Serving.start(this);
  }

  /** Answers requests without a server: those of this process, in the same way. */
  public Api api() {
    return Serving.api(this);
  }

  /** Finishes the writes that wait and closes the database; stop serving first. */
  @Override
  public void close() {
    monitoring.jobs().close();
    schedules.close();
    delivery.close();
    engine.close();
    functions.close();
    history.close();
    database.close();
  }
}
