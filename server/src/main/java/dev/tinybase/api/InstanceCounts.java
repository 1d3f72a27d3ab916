package dev.tinybase.api;

import dev.tinybase.auth.AuthServices;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.delivery.HookDelivery;
import dev.tinybase.extensions.ExtensionServices;
import dev.tinybase.extensions.ExtensionStatus;
import dev.tinybase.functions.FunctionServices;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.jobs.JobService;
import dev.tinybase.json.Json;
import dev.tinybase.records.RecordService;
import dev.tinybase.schedule.ScheduleServices;
import tools.jackson.databind.node.ObjectNode;

/** How much there is of everything: what is known already, or costs little to count. */
public record InstanceCounts(
    AuthServices auth,
    CollectionService collections,
    RecordService records,
    FunctionServices functions,
    ScheduleServices schedules,
    JobService jobs,
    HookRegistry hooks,
    HookDelivery delivery,
    ExtensionServices extensions) {
  /** Users are counted so far. */
  static final int MOST_USERS = 100_000;

  private static final int MOST_EXTENSIONS = 1000;

  /** As the API has it. */
  ObjectNode json() {
    var body =
        Json.object()
            .put("users", auth.users().countUpTo(MOST_USERS))
            .put("collections", collections.list().size())
            .put("records", records.sizes().values().stream().mapToLong(Long::longValue).sum())
            .put("functions", functions.registry().list().size())
            .put("function_files_with_errors", functions.loader().failures().size())
            .put("hooks", hooks.list().size())
            .put("hook_failures", delivery.service().failures(null, 0, 0).total());
    addExtensions(body);
    addSchedules(body);
    addJobs(body);
    return body;
  }

  private void addExtensions(ObjectNode body) {
    var installed = extensions.service().list(false, false, MOST_EXTENSIONS, 0).extensions();
    long failed =
        installed.stream()
            .filter(it -> it.status().state() == ExtensionStatus.State.FAILED)
            .count();
    body.put("extensions", installed.size()).put("extensions_failed", failed);
  }

  private void addSchedules(ObjectNode body) {
    var figures = schedules.service().figures();
    body.put("schedules", figures.total())
        .put("schedules_active", figures.active())
        .put("schedules_due", figures.due())
        .put("schedules_late", figures.late())
        .put("schedules_failing", figures.failing());
  }

  private void addJobs(ObjectNode body) {
    var figures = jobs.figures();
    body.put("jobs_waiting", figures.waiting())
        .put("jobs_due", figures.due())
        .put("jobs_running", figures.running())
        .put("jobs_failed", figures.failed());
  }
}
