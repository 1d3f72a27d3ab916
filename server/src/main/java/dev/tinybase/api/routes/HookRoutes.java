package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.delivery.FailedEvent;
import dev.tinybase.delivery.HookInfo;
import dev.tinybase.delivery.HookService;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/hooks}, for admins. */
public final class HookRoutes implements Routes {
  private static final String ALL = "/api/admin/hooks";
  private static final String FAILURES = ALL + "/failures";
  private static final String FAILURE = FAILURES + "/{failure_id}";
  private static final int MOST = 1000;

  private final HookService hooks;

  /** Routes on hooks. */
  public HookRoutes(HookService hooks) {
    this.hooks = hooks;
  }

  @Override
  public List<Route> routes() {
    return List.of(list(), listFailures(), retry(), drop());
  }

  private Route list() {
    return Route.get(ALL, "hooks_list_hooks")
        .summary("List the handlers of hooks with what they wait for and how they do")
        .admin()
        .query("limit", "integer", "Handlers on a page, 0 to 1000 (100)")
        .query("offset", "integer", "How many to leave out at the beginning")
        .returns(200, "HookList")
        .handle(this::list);
  }

  private Route listFailures() {
    return Route.get(FAILURES, "hooks_list_failures")
        .summary("List the events for which a handler has failed for good, the last ones first")
        .admin()
        .query("handler", "string", "Only failures of this handler")
        .query("limit", "integer", "Failures on a page, 0 to 1000 (100)")
        .query("offset", "integer", "How many to leave out at the beginning")
        .returns(200, "HookFailureList")
        .handle(this::listFailures);
  }

  private Route retry() {
    return Route.post(FAILURE + "/retry", "hooks_retry_failure")
        .summary("Give a failure to its handler again, with all its attempts anew")
        .admin()
        .returns(200, "HookFailure")
        .problems(404)
        .handle(request -> Response.json(json(hooks.retry(request.uuid("failure_id")))));
  }

  private Route drop() {
    return Route.delete(FAILURE, "hooks_drop_failure")
        .summary("Forget a failure")
        .admin()
        .returns(204, "")
        .problems(404)
        .handle(this::drop);
  }

  private Response list(Request request) {
    int limit = (int) request.query().integer("limit", 0, MOST, 100);
    long offset = request.query().integer("offset", 0, Long.MAX_VALUE, 0);
    var all = hooks.list();
    var body = Json.object();
    var list = body.putArray("hooks");
    all.stream().skip(offset).limit(limit).forEach(hook -> list.add(json(hook)));
    return Response.json(body.put("total", all.size()).put("limit", limit).put("offset", offset));
  }

  private Response listFailures(Request request) {
    var query = request.query();
    int limit = (int) query.integer("limit", 0, MOST, 100);
    long offset = query.integer("offset", 0, Long.MAX_VALUE - MOST, 0);
    var page = hooks.failures(query.text("handler").orElse(null), limit, offset);
    var body = Json.object();
    var list = body.putArray("failures");
    page.failures().forEach(failure -> list.add(json(failure)));
    return Response.json(body.put("total", page.total()).put("limit", limit).put("offset", offset));
  }

  private Response drop(Request request) {
    hooks.drop(request.uuid("failure_id"));
    return Response.noContent();
  }

  private static ObjectNode json(HookInfo hook) {
    var declaration = hook.declaration();
    var node =
        Json.object()
            .put("name", hook.name())
            .put("kind", declaration.kind().annotation())
            .put("extension", hook.extension())
            .put("file_path", hook.path());
    var targets = node.putArray("targets");
    declaration.targets().stream().sorted().forEach(targets::add);
    node.set("where", declaration.where());
    return node.put("priority", declaration.priority())
        .put("error", hook.error())
        .put("calls", hook.calls())
        .put("failures", hook.failures())
        .put("p95_ms", Math.round(hook.p95Millis() * 1000) / 1000.0)
        .put("backlog", hook.backlog())
        .put("waiting", hook.waiting())
        .put("dead", hook.dead())
        .put("missed", hook.missed());
  }

  private static ObjectNode json(FailedEvent failure) {
    var event = failure.event();
    var node =
        Json.object()
            .put("id", failure.id().toString())
            .put("handler", failure.handler())
            .put("kind", failure.kind().annotation())
            .put("collection", text(event.path("collection")))
            .put("record_id", text(record(event).path("id")))
            .put("change", failure.change());
    node.set("event", event);
    var chain = node.putArray("chain");
    HookChain.parse(failure.cause()).handlers().forEach(chain::add);
    return node.put("attempts", failure.attempts())
        .put("error_type", failure.errorType())
        .put("error_message", failure.errorMessage())
        .put("created_at", Instants.text(failure.createdAt()))
        .put("failed_at", Instants.text(failure.failedAt()));
  }

  private static JsonNode record(ObjectNode event) {
    return event.has("after") ? event.path("after") : event.path("record");
  }

  private static @Nullable String text(JsonNode value) {
    return value.isString() ? value.stringValue() : null;
  }
}
