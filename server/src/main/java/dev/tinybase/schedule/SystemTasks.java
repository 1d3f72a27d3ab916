package dev.tinybase.schedule;

import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobResult;
import dev.tinybase.jobs.JobRunner;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the jobs of the server's own tasks, and passes on those of functions. */
public final class SystemTasks implements JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SystemTasks.class);

  private final Map<String, SystemTask> tasks;
  private final JobRunner functions;

  /**
   * A runner of everything.
   *
   * @param functions runs the jobs of functions
   */
  public SystemTasks(List<SystemTask> tasks, JobRunner functions) {
    this.tasks =
        tasks.stream().collect(Collectors.toMap(SystemTask::functionName, Function.identity()));
    this.functions = functions;
  }

  @Override
  public JobResult run(Job job, UUID callId) throws InterruptedException {
    var name = job.request().functionName();
    if (!name.startsWith(SystemTask.PREFIX)) {
      return functions.run(job, callId);
    }
    var task = tasks.get(name);
    return task == null
        ? failed("NotRun", "This server has no task " + name + ".", false)
        : run(task);
  }

  private static JobResult run(SystemTask task) {
    try {
      task.work().run();
      return new JobResult.Succeeded(JobResult.Attempt.UNRECORDED);
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        return new JobResult.Interrupted(JobResult.Attempt.UNRECORDED);
      }
      LOG.warn("The task {} failed; its next moment tries again", task.functionName(), e);
      return failed(e.getClass().getSimpleName(), String.valueOf(e.getMessage()), true);
    }
  }

  private static JobResult failed(String type, String message, boolean retry) {
    return new JobResult.Failed(type, message, retry, JobResult.Attempt.UNRECORDED);
  }
}
