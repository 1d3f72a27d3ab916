package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.http.Response;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.jobs.JobService;
import dev.tinybase.json.Json;
import dev.tinybase.schedule.ScheduleFilter;
import dev.tinybase.schedule.ScheduleInfo;
import dev.tinybase.schedule.ScheduleService;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/schedules}, for admins. */
public final class ScheduleRoutes implements Routes {
  private static final String ALL = "/api/admin/schedules";
  private static final String ONE = ALL + "/{schedule_id}";
  private static final int MOST = 1000;
  private static final int PREVIEWED = 5;
  private static final long MOST_BYTES = 1 << 20;

  private final ScheduleService schedules;
  private final JobService jobs;
  private final CallService calls;
  private final JobJson runs;

  /** Routes on schedules. */
  public ScheduleRoutes(
      ScheduleService schedules, JobService jobs, CallService calls, JobJson runs) {
    this.schedules = schedules;
    this.jobs = jobs;
    this.calls = calls;
    this.runs = runs;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        list(), create(), preview(), get(), update(), delete(), previewOne(), run(), runs());
  }

  private Route list() {
    return Route.get(ALL, "schedules_list_schedules")
        .summary("List schedules by name")
        .admin()
        .query("function_name", "string", "Only schedules of this function")
        .query("name", "string", "Only schedules with this name")
        .query("is_active", "boolean", "Only active, or only paused ones")
        .query("source", "string", "user (the default), system for the server's own, or all")
        .query("limit", "integer", "Schedules on a page, 0 to 1000 (100)")
        .query("offset", "integer", "How many to leave out at the beginning")
        .returns(200, "ScheduleList")
        .handle(this::list);
  }

  private Route create() {
    return Route.post(ALL, "schedules_create_schedule")
        .summary("Make a schedule: a rule that runs a function at its times")
        .admin()
        .json("NewSchedule")
        .mostBytes(MOST_BYTES)
        .returns(201, "Schedule")
        .problems(400)
        .handle(this::create);
  }

  private Route preview() {
    return Route.post(ALL + "/preview", "schedules_preview_schedule")
        .summary("Tell the next runs of a schedule that is not there yet")
        .admin()
        .json("SchedulePreviewRequest")
        .mostBytes(MOST_BYTES)
        .returns(200, "SchedulePreview")
        .problems(400)
        .handle(this::preview);
  }

  private Route get() {
    return Route.get(ONE, "schedules_get_schedule")
        .summary("Read a schedule")
        .admin()
        .returns(200, "Schedule")
        .problems(404)
        .handle(request -> Response.json(json(schedules.get(request.uuid("schedule_id")))));
  }

  private Route update() {
    return Route.patch(ONE, "schedules_update_schedule")
        .summary("Change a schedule, pause it or let it go on")
        .admin()
        .json("ScheduleUpdate")
        .mostBytes(MOST_BYTES)
        .returns(200, "Schedule")
        .problems(400, 404, 409)
        .handle(this::update);
  }

  private Route delete() {
    return Route.delete(ONE, "schedules_delete_schedule")
        .summary("Delete a schedule; its runs stay")
        .admin()
        .returns(204, "")
        .problems(404, 409)
        .handle(this::delete);
  }

  private Route previewOne() {
    return Route.get(ONE + "/preview", "schedules_preview_schedule_by_id")
        .summary("Tell the next runs of a schedule")
        .admin()
        .query("count", "integer", "How many, 1 to 100 (5)")
        .returns(200, "SchedulePreview")
        .problems(404)
        .handle(this::previewOne);
  }

  private Route run() {
    return Route.post(ONE + "/run", "schedules_run_schedule")
        .summary("Run a schedule now, beside its times")
        .admin()
        .returns(202, "Job")
        .problems(404)
        .handle(this::run);
  }

  private Route runs() {
    return Route.get(ONE + "/runs", "schedules_list_schedule_runs")
        .summary("List the runs of a schedule, newest first")
        .admin()
        .query("status", "string", "Only those that are this far, such as failed")
        .query("limit", "integer", "Runs on a page, 0 to 1000 (100)")
        .query("offset", "integer", "How many to leave out at the beginning")
        .query("cursor", "string", "next_cursor of the page before")
        .query("total", "boolean", "Whether to count all matching runs (true)")
        .returns(200, "ScheduleRuns")
        .problems(404)
        .handle(this::listRuns);
  }

  private Response list(Request request) {
    var query = request.query();
    boolean wantsState = query.text("is_active").isPresent();
    @Nullable Boolean isActive = wantsState ? (Boolean) query.flag("is_active", true) : null;
    var filter =
        new ScheduleFilter(
            query.text("name").orElse(null),
            query.text("function_name").orElse(null),
            isActive,
            query.choice("source", JobFilter.Source.values()).orElse(JobFilter.Source.USER));
    int limit = (int) query.integer("limit", 0, MOST, 100);
    long offset = query.integer("offset", 0, Long.MAX_VALUE - MOST, 0);
    var page = schedules.list(filter, limit, offset);
    var body = Json.object();
    var list = body.putArray("schedules");
    page.schedules().forEach(schedule -> list.add(json(schedule)));
    return Response.json(body.put("total", page.total()).put("limit", limit).put("offset", offset));
  }

  private ObjectNode json(ScheduleInfo schedule) {
    return ScheduleJson.item(schedule, schedules.describe(schedule));
  }

  private Response create(Request request) {
    var wanted = ScheduleBody.create(request.object());
    checkInput(request, wanted.functionName(), wanted.inputData());
    var made = schedules.create(wanted, request.principal().userId());
    return Response.json(201, json(made)).header("Location", ALL + "/" + made.id());
  }

  private Response update(Request request) {
    var id = request.uuid("schedule_id");
    var change = ScheduleBody.change(request.object());
    var input = change.inputData();
    if (input != null) {
      checkInput(request, schedules.get(id).functionName(), input);
    }
    return Response.json(json(schedules.update(id, change)));
  }

  /** Refuses what every run would refuse; that of a function which is not there is not known. */
  private void checkInput(Request request, String function, ObjectNode input) {
    var caller = Caller.client(request.principal(), request.network(), request.id());
    try {
      calls.check(caller, function, input);
    } catch (Problem refused) {
      if (refused.kind() != Problem.Kind.NOT_FOUND) {
        throw JobRoutes.inMember(refused, "input_data");
      }
    }
  }

  private Response delete(Request request) {
    schedules.delete(request.uuid("schedule_id"));
    return Response.noContent();
  }

  private Response preview(Request request) {
    var fields = Fields.of(request.object()).only("schedule", "count");
    var schedule = fields.object("schedule");
    var count = fields.optionalInteger("count", 1, ScheduleService.MOST_PREVIEWED);
    fields.check();
    return Response.json(
        ScheduleJson.preview(
            schedules.preview(schedule, count.orElse((long) PREVIEWED).intValue())));
  }

  private Response previewOne(Request request) {
    int count =
        (int) request.query().integer("count", 1, ScheduleService.MOST_PREVIEWED, PREVIEWED);
    return Response.json(
        ScheduleJson.preview(schedules.preview(request.uuid("schedule_id"), count)));
  }

  private Response run(Request request) {
    return Response.json(202, runs.item(schedules.run(request.uuid("schedule_id"))));
  }

  private Response listRuns(Request request) {
    var id = request.uuid("schedule_id");
    var _ = schedules.get(id);
    var status = request.query().choice("status", Job.Status.values());
    var filter = new JobFilter(status.orElse(null), null, id, null, JobFilter.Source.ALL);
    return JobRoutes.page(jobs, runs, "runs", filter, request.query());
  }
}
