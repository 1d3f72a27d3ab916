package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.functions.calls.CallReply;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.http.Response;
import java.util.List;

/** {@code /api/functions}. */
public final class FunctionRoutes implements Routes {
  private static final String ALL = "/api/functions";
  private static final String ONE = ALL + "/{function_name}";

  private final CallService calls;
  private final FunctionCalls answers;

  public FunctionRoutes(CallService calls) {
    this.calls = calls;
    this.answers = new FunctionCalls(calls);
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
        .summary("The functions that the caller may call")
        .returns(200, "Function[]")
        .handle(request -> Response.json(FunctionJson.list(calls.list(request.principal()))));
  }

  private Route call(Route.Builder route) {
    return route
        .summary("Call a function, at its own level, with a method that it answers to")
        .query("async", "boolean", "Whether to answer at once with the call's id (false)")
        .returns(200, "FunctionReply")
        .returns(202, "StartedCall")
        .problems(401, 403, 404, 405, 429)
        .handle(answers::answer);
  }

  private Route schema() {
    return Route.get(ONE + "/schema", "functions_get_function_schema")
        .summary("The JSON Schemas of a function's input and result")
        .returns(200, "FunctionSchema")
        .problems(401, 403, 404)
        .handle(this::schema);
  }

  private Route adminList() {
    return Route.get(ALL + "/admin/list", "functions_list_functions_admin")
        .summary("All functions, with where they come from")
        .admin()
        .returns(200, "AdminFunction[]")
        .handle(request -> Response.json(FunctionJson.adminList(calls.list(request.principal()))));
  }

  private Route find() {
    return Route.get(ALL + "/calls/{call_id}", "functions_get_call")
        .summary("How a call ended, or that it runs; for its caller and for admins")
        .returns(200, "CallOfCaller")
        .problems(404)
        .handle(this::find);
  }

  private Response schema(Request request) {
    var function = calls.get(request.principal(), request.variable("function_name"));
    return Response.json(FunctionJson.schema(function));
  }

  private Response find(Request request) {
    return Response.json(CallReply.of(calls.find(request.principal(), request.uuid("call_id"))));
  }
}
