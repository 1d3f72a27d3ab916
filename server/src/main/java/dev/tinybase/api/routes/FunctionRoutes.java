package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.Scope;
import dev.tinybase.functions.calls.CallReply;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/functions}. */
public final class FunctionRoutes implements Routes {
  private static final String ALL = "/api/functions";
  private static final String ONE = ALL + "/{function_name}";

  private final CallService calls;
  private final FunctionCalls answers;

  /**
   * Routes of functions.
   *
   * @param httpStatus whether failed calls always have a status of 4xx or 5xx
   */
  public FunctionRoutes(CallService calls, boolean httpStatus) {
    this.calls = calls;
    this.answers = new FunctionCalls(calls, httpStatus);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        list(),
        call(Route.post(ONE, "functions_call_function").bytes("FunctionInput").idempotent()),
        call(Route.get(ONE, "functions_call_function_get")),
        call(Route.put(ONE, "functions_call_function_put").bytes("FunctionInput").idempotent()),
        call(Route.patch(ONE, "functions_call_function_patch").bytes("FunctionInput").idempotent()),
        call(Route.delete(ONE, "functions_call_function_delete").bytes("FunctionInput")),
        schema(),
        adminList(),
        find());
  }

  private Route list() {
    return Route.get(ALL, "functions_list_functions")
        .scope(Scope.FUNCTIONS_CALL)
        .summary("The functions that the caller may call")
        .returns(200, "Function[]")
        .handle(request -> Response.json(list(calls.list(request.principal()))));
  }

  private Route call(Route.Builder route) {
    return route
        .scope(Scope.FUNCTIONS_CALL)
        .summary("Call a function, at its own level, with a method that it answers to")
        .anyQuery()
        .query("async", "boolean", "Whether to answer at once with the call's id (false)")
        .header("Prefer", "status=http answers a call that failed with 422, 400, 504 or 500")
        .returns(200, "FunctionReply")
        .returns(202, "StartedCall")
        .problems(401, 403, 404, 405, 429)
        .handle(answers::answer);
  }

  private Route schema() {
    return Route.get(ONE + "/schema", "functions_get_function_schema")
        .scope(Scope.FUNCTIONS_CALL)
        .summary("The JSON Schemas of a function's input and result")
        .returns(200, "FunctionSchema")
        .problems(401, 403, 404)
        .handle(this::schema);
  }

  private Route adminList() {
    return Route.get(ALL + "/admin/list", "functions_list_functions_admin")
        .summary("All functions, with where they come from")
        .admin()
        .query("schemas", "boolean", "Whether to give the schemas of input and result too (false)")
        .returns(200, "AdminFunction[]")
        .handle(this::adminList);
  }

  private Route find() {
    return Route.get(ALL + "/calls/{call_id}", "functions_get_call")
        .scope(Scope.FUNCTIONS_CALL)
        .summary("How a call ended, or that it runs; for its caller and for admins")
        .returns(200, "CallOfCaller")
        .problems(404)
        .handle(this::find);
  }

  private Response schema(Request request) {
    var function = calls.get(request.principal(), request.variable("function_name"));
    return Response.json(schema(function));
  }

  private Response find(Request request) {
    return Response.json(
        CallReply.of(
            calls.find(request.principal(), request.uuid("call_id")),
            request.principal().isAdmin()));
  }

  private static ArrayNode list(List<Function> functions) {
    var list = Json.mapper().createArrayNode();
    functions.forEach(function -> list.add(item(function)));
    return list;
  }

  /** All that admins see of functions. */
  private Response adminList(Request request) {
    boolean schemas = request.query().flag("schemas", false);
    var list = Json.mapper().createArrayNode();
    for (var function : calls.list(request.principal())) {
      var node = forAdmin(function);
      list.add(schemas ? schemas(node, function) : node);
    }
    return Response.json(list);
  }

  private static ObjectNode schema(Function function) {
    var input = function.entry().inputSchema();
    var output = function.entry().outputSchema();
    var node = Json.object().put("name", function.name());
    node.put("has_input_model", input != null).put("has_output_model", output != null);
    return schemas(node, function);
  }

  private static ObjectNode schemas(ObjectNode node, Function function) {
    node.set("input_schema", function.entry().inputSchema());
    return node.set("output_schema", function.entry().outputSchema());
  }

  private static ObjectNode item(Function function) {
    var signature = function.signature();
    var node =
        Json.object()
            .put("name", signature.name())
            .put("description", signature.description())
            .put("auth", word(signature.auth()));
    signature.tags().forEach(node.putArray("tags")::add);
    return node;
  }

  private static ObjectNode forAdmin(Function function) {
    var signature = function.signature();
    var version = function.versionId();
    var node =
        item(function)
            .put("module", "")
            .put("file_path", function.path())
            .put("last_loaded_at", function.loadedAt().toString())
            .put("has_input_model", function.entry().inputSchema() != null)
            .put("has_output_model", function.entry().outputSchema() != null)
            .put("is_async", false)
            .put("takes", word(signature.takes()))
            .put("returns", word(signature.returns()))
            .put("extension", function.extension())
            .put("version_id", version == null ? null : version.toString())
            .put("hash", function.hash())
            .put("concurrency", signature.concurrency());
    var timeout = signature.timeout();
    node.put("timeout_ms", timeout == null ? null : timeout.toMillis());
    signature.methods().stream().sorted().forEach(node.putArray("methods")::add);
    var schedules = node.putArray("schedules");
    signature.schedules().forEach(schedule -> schedules.add(schedule.when()));
    return node;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
