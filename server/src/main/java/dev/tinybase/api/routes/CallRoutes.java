package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.history.CallMetrics;
import dev.tinybase.functions.history.CallMetrics.Period;
import dev.tinybase.functions.history.CallReader;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.functions.history.History;
import dev.tinybase.functions.history.LogReader;
import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.http.Query;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.text.Instants;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** {@code /api/admin/functions/calls}, {@code metrics} and {@code logs}, for admins. */
public final class CallRoutes implements Routes {
  private static final String BASE = "/api/admin/functions";
  private static final int MOST = 1000;

  private final History history;

  public CallRoutes(History history) {
    this.history = history;
  }

  @Override
  public List<Route> routes() {
    return List.of(calls(), call(), metrics(), logs());
  }

  private Route calls() {
    return Route.get(BASE + "/calls", "admin_list_function_calls")
        .summary("List the calls of functions, newest first")
        .admin()
        .query("function_name", "string", "Only calls of this function")
        .query("status", "string", "Only running, succeeded or failed ones")
        .query("trigger_type", "string", "Only manual, schedule, function or job ones")
        .query("user_id", "string", "Only calls by this user")
        .query("version_id", "string", "Only calls of this deployed version")
        .query("parent_id", "string", "Only calls that this call made; until keeps it fast")
        .query("job_id", "string", "Only the attempts of this job")
        .query("since", "string", "Only calls that came in at this time or later, in RFC 3339")
        .query("until", "string", "Only calls that came in before this time")
        .query("limit", "integer", "Calls on a page, 1 to 1000 (100)")
        .query("offset", "integer", "How many to leave out at the beginning")
        .query("cursor", "string", "next_cursor of the page before")
        .query("total", "boolean", "Whether to count all matching calls (true)")
        .returns(200, "FunctionCallList")
        .handle(this::list);
  }

  private Route call() {
    return Route.get(BASE + "/calls/{call_id}", "admin_get_function_call")
        .summary("Read all that is kept of a call, with the lines of its log")
        .admin()
        .returns(200, "FunctionCallDetail")
        .problems(404)
        .handle(this::get);
  }

  private Route metrics() {
    return Route.get(BASE + "/metrics", "admin_get_function_metrics")
        .summary("Figures of the calls of the last hours, by function")
        .admin()
        .query("hours", "integer", "How many hours back, 1 to 720 (24)")
        .query("period", "string", "hour or day: the figures of each one as well, in UTC")
        .returns(200, "FunctionMetrics")
        .handle(this::figures);
  }

  private Route logs() {
    return Route.get(BASE + "/logs", "admin_list_function_logs")
        .summary("Read what functions log: the last lines, or those after a number")
        .admin()
        .query("function_name", "string", "Only lines of this function")
        .query("level", "string", "The least serious lines: debug, info, warning or error")
        .query("call_id", "string", "Only lines of this call")
        .query("since", "string", "Only lines of this time or later, in RFC 3339")
        .query("after", "integer", "Only lines after this number: next_after of the answer before")
        .query("limit", "integer", "Lines at most, 1 to 1000 (100)")
        .returns(200, "FunctionLogList")
        .handle(this::lines);
  }

  private Response list(Request request) {
    var query = request.query();
    int limit = (int) query.integer("limit", 1, MOST, 100);
    long offset = query.integer("offset", 0, Long.MAX_VALUE - MOST, 0);
    var page =
        history
            .calls()
            .list(
                filter(query),
                limit,
                offset,
                query.uuid("cursor").orElse(null),
                query.flag("total", true));
    var body = Json.object();
    var calls = body.putArray("calls");
    page.calls().forEach(call -> calls.add(CallJson.item(call)));
    body.put("total", page.total() < 0 ? null : (Long) page.total());
    body.put("limit", limit).put("offset", offset);
    var next = page.next();
    return Response.json(body.put("next_cursor", next == null ? null : next.toString()));
  }

  private static CallReader.Filter filter(Query query) {
    return new CallReader.Filter(
        query.text("function_name").orElse(null),
        query.choice("status", Status.values()).orElse(null),
        query.choice("trigger_type", Trigger.values()).orElse(null),
        query.uuid("user_id").orElse(null),
        query.uuid("version_id").orElse(null),
        query.uuid("job_id").orElse(null),
        query.uuid("parent_id").orElse(null),
        query.instant("since").orElse(null),
        query.instant("until").orElse(null));
  }

  private Response get(Request request) {
    var id = request.uuid("call_id");
    var call =
        history
            .calls()
            .find(id)
            .orElseThrow(() ->
                Problem.notFound(
                    "call_not_found", "There is no call with this id, or not any more"));
    var lines = history.lines().last(new LogReader.Filter(null, null, id, null), MOST);
    return Response.json(CallJson.whole(call, lines));
  }

  private Response figures(Request request) {
    int hours = (int) request.query().integer("hours", 1, 720, 24);
    var period = request.query().choice("period", Period.values());
    var body = Json.object().put("period_hours", hours);
    var functions = body.putObject("functions");
    for (var figures : history.metrics().last(hours)) {
      functions.set(figures.functionName(), CallJson.figures(figures));
    }
    if (period.isPresent()) {
      var buckets = body.putArray("buckets");
      for (var bucket : history.metrics().last(hours, period.get())) {
        add(buckets, bucket);
      }
    }
    return Response.json(body);
  }

  /** The buckets come in the order of time, those of one time one after the other. */
  private static void add(ArrayNode buckets, CallMetrics.Bucket bucket) {
    var start = Instants.text(bucket.start());
    var last = buckets.isEmpty() ? null : buckets.get(buckets.size() - 1);
    if (last == null || !last.path("start").stringValue().equals(start)) {
      buckets.addObject().put("start", start).putObject("functions");
    }
    var functions = buckets.get(buckets.size() - 1).withObject("functions");
    functions.set(bucket.figures().functionName(), CallJson.figures(bucket.figures()));
  }

  private Response lines(Request request) {
    var query = request.query();
    var filter =
        new LogReader.Filter(
            query.text("function_name").orElse(null),
            query.choice("level", Level.values()).orElse(null),
            query.uuid("call_id").orElse(null),
            query.instant("since").orElse(null));
    var page = LogPage.of(query);
    var lines = history.lines();
    long newest = lines.newest();
    var found =
        page.isLast()
            ? lines.last(filter, page.limit())
            : lines.after(page.after(), filter, page.limit());
    return page.answer(found.stream().map(CallJson::line).toList(), newest);
  }
}
