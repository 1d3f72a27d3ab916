package dev.tinybase.schedule;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.jobs.JobEngine;
import dev.tinybase.jobs.JobRunner;
import dev.tinybase.jobs.JobService;
import dev.tinybase.jobs.NodeName;
import java.time.Clock;
import java.util.List;

/** Everything about schedules, wired. No job is made before {@link #start}. */
public final class ScheduleServices implements AutoCloseable {
  private final ScheduleService service;
  private final ScheduleLoop loop;
  private final List<SystemTask> tasks;
  private final boolean isEnabled;

  /**
   * All services.
   *
   * @param engine tells how jobs end
   * @param tasks of the server itself
   */
  public ScheduleServices(
      Settings settings,
      Database database,
      Registry functions,
      JobEngine engine,
      JobService jobs,
      List<SystemTask> tasks,
      Clock clock) {
    var zone = settings.server().timezone();
    var node = NodeName.of(settings.server().port());
    var declared = new DeclaredSchedules(database, functions, tasks, zone);
    this.tasks = List.copyOf(tasks);
    this.isEnabled = settings.scheduler().enabled();
    service = new ScheduleService(database, functions, jobs, zone, clock);
    loop =
        new ScheduleLoop(
            database, settings.scheduler(), node, zone, service, jobs, declared, clock);
    engine.listen(new ScheduleOutcomes());
  }

  /** Makes, changes, lists and runs them. */
  public ScheduleService service() {
    return service;
  }

  /** Makes their jobs. */
  public ScheduleLoop loop() {
    return loop;
  }

  /** Runs the jobs of the server's tasks, and has others run those of functions. */
  public JobRunner jobRunner(JobRunner functions) {
    return new SystemTasks(tasks, functions);
  }

  /** From now on what is due is done, unless the settings say otherwise. */
  public void start() {
    if (isEnabled) {
      loop.start();
    }
  }

  /** Makes no further jobs. */
  @Override
  public void close() {
    loop.close();
  }
}
