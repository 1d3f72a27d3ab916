package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.http.Query;
import dev.tinybase.http.Response;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.jobs.JobService;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.JobOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /api/admin/jobs}, for admins. */
public final class JobRoutes implements Routes {
  private static final String ALL = "/api/admin/jobs";
  private static final String ONE = ALL + "/{job_id}";
  private static final int MOST = 1000;
  private static final int LONGEST_KEY = 200;
  private static final int MOST_ATTEMPTS = 100;
  private static final long LONGEST_DELAY = Duration.ofDays(36_500).toSeconds();

  private final JobService jobs;
  private final CallService calls;
  private final JobJson json;

  /** Routes on jobs. */
  public JobRoutes(JobService jobs, CallService calls, JobJson json) {
    this.jobs = jobs;
    this.calls = calls;
    this.json = json;
  }

  @Override
  public List<Route> routes() {
    return List.of(list(), create(), get(), retry(), cancel(), delete());
  }

  private Route list() {
    return Route.get(ALL, "jobs_list_jobs")
        .summary("List jobs, newest first")
        .admin()
        .query("status", "string", "Only those that are this far, such as failed: dead letters")
        .query("function_name", "string", "Only jobs of this function")
        .query("schedule_id", "string", "Only runs of this schedule")
        .query("unique_key", "string", "Only jobs with this key")
        .query("source", "string", "user (the default), system for the server's own, or all")
        .query("limit", "integer", "Jobs on a page, 0 to 1000 (100)")
        .query("offset", "integer", "How many to leave out at the beginning")
        .query("cursor", "string", "next_cursor of the page before")
        .query("total", "boolean", "Whether to count all matching jobs (true)")
        .returns(200, "JobList")
        .handle(this::list);
  }

  private Route create() {
    return Route.post(ALL, "jobs_create_job")
        .summary("Enqueue a job: a run of a function that must happen")
        .admin()
        .json("NewJob")
        .idempotent()
        .returns(201, "Job")
        .returns(200, "Job")
        .problems(400)
        .handle(this::create);
  }

  private Route get() {
    return Route.get(ONE, "jobs_get_job")
        .summary("Read a job")
        .admin()
        .returns(200, "Job")
        .problems(404)
        .handle(this::get);
  }

  private Route retry() {
    return Route.post(ONE + "/retry", "jobs_retry_job")
        .summary("Give a failed or cancelled job one further attempt")
        .admin()
        .returns(200, "Job")
        .problems(404, 409)
        .handle(request -> Response.json(json.item(jobs.retry(request.uuid("job_id")))));
  }

  private Route cancel() {
    return Route.post(ONE + "/cancel", "jobs_cancel_job")
        .summary("Cancel a job that waits, or interrupt one that runs, on whatever server")
        .admin()
        .returns(200, "Job")
        .problems(404, 409)
        .handle(request -> Response.json(json.item(jobs.cancel(request.uuid("job_id")))));
  }

  private Route delete() {
    return Route.delete(ONE, "jobs_delete_job")
        .summary("Delete a job that has ended; the record of its call stays")
        .admin()
        .returns(204, "")
        .problems(404, 409)
        .handle(this::delete);
  }

  private Response list(Request request) {
    var query = request.query();
    var filter =
        new JobFilter(
            query.choice("status", Job.Status.values()).orElse(null),
            query.text("function_name").orElse(null),
            query.uuid("schedule_id").orElse(null),
            query.text("unique_key").orElse(null),
            query.choice("source", JobFilter.Source.values()).orElse(JobFilter.Source.USER));
    return page(jobs, json, "jobs", filter, query);
  }

  /** The page of a list that the query asks for. */
  static Response page(JobService jobs, JobJson json, String name, JobFilter filter, Query query) {
    int limit = (int) query.integer("limit", 0, MOST, 100);
    long offset = query.integer("offset", 0, Long.MAX_VALUE - MOST, 0);
    @Nullable UUID cursor = query.uuid("cursor").orElse(null);
    var page = jobs.list(filter, limit, offset, cursor, query.flag("total", true));
    return Response.json(json.page(name, page, limit, offset));
  }

  private Response create(Request request) {
    var fields =
        Fields.of(request.object())
            .only(
                "function_name",
                "payload",
                "run_at",
                "delay_seconds",
                "priority",
                "unique_key",
                "max_attempts");
    var function = fields.text("function_name", 1, 100);
    var options = options(fields);
    fields.check();
    var payload = Optional.<JsonNode>ofNullable(request.object().get("payload"));
    var caller = Caller.client(request.principal(), request.network(), request.id());
    var added = enqueue(caller, function, payload.orElseGet(Json::object), options);
    return Response.json(added.isNew() ? 201 : 200, json.item(added.job()))
        .header("Location", ALL + "/" + added.job().id());
  }

  private static JobOptions options(Fields fields) {
    var at = fields.optionalInstant("run_at");
    var delay = fields.optionalInteger("delay_seconds", 0, LONGEST_DELAY);
    var priority = fields.optionalInteger("priority", Integer.MIN_VALUE, Integer.MAX_VALUE);
    var key = fields.optionalText("unique_key", 1, LONGEST_KEY);
    var attempts = fields.optionalInteger("max_attempts", 1, MOST_ATTEMPTS);
    if (at.isPresent() && delay.isPresent()) {
      fields.refuse("delay_seconds", "conflict", "says the same as run_at; leave one of them out");
    }
    if (key.isPresent() && key.get().isBlank()) {
      fields.refuse("unique_key", "blank", "must not be blank");
    }
    fields.check();
    var options = JobOptions.DEFAULT.priority(priority.orElse(0L).intValue());
    options = at.map(options::at).orElse(options);
    options = delay.map(Duration::ofSeconds).map(options::delay).orElse(options);
    options = key.map(options::uniqueKey).orElse(options);
    return attempts.map(Long::intValue).map(options::attempts).orElse(options);
  }

  private JobService.Added enqueue(
      Caller caller, String function, JsonNode payload, JobOptions options) {
    try {
      return calls.enqueue(caller, function, payload, options);
    } catch (Problem refused) {
      throw ofBody(refused, caller, function);
    }
  }

  /**
   * What {@link CallService#enqueue} refuses as a problem of the body, at the place that is wrong.
   */
  private Problem ofBody(Problem refused, Caller caller, String function) {
    if (refused.kind() == Problem.Kind.NOT_FOUND) {
      var names = calls.list(caller.principal()).stream().map(Function::name).toList();
      var detail = refused.detail() + DidYouMean.hint(function, names);
      var error = new FieldError("function_name", refused.code(), detail);
      return Problem.badRequest(refused.code(), detail, List.of(error));
    }
    return inMember(refused, "payload");
  }

  /** What a function refuses of its input, as a problem of the member that has the input. */
  static Problem inMember(Problem refused, String member) {
    var errors = refused.errors();
    return errors.isEmpty()
        ? refused
        : Problem.invalid(errors.stream().map(error -> inMember(error, member)).toList());
  }

  /** {@code lines[0].item} is at {@code body, payload, lines, 0, item}. */
  private static InputError inMember(FieldError error, String member) {
    var steps = new ArrayList<>(List.of("body", member));
    Stream.of(error.field().replace("]", "").split("[.\\[]"))
        .filter(step -> !step.isEmpty())
        .forEach(steps::add);
    return new InputError(error.code(), steps, error.message(), null);
  }

  private Response get(Request request) {
    var job = jobs.find(request.uuid("job_id")).orElseThrow(JobService::unknown);
    return Response.json(json.item(job));
  }

  private Response delete(Request request) {
    jobs.delete(request.uuid("job_id"));
    return Response.noContent();
  }
}
