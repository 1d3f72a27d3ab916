package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.Scope;
import dev.tinybase.functions.calls.Call;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.invoke.FunctionFile.Signature.Returns;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** {@code /api/x/{extension}/…}: the routes that extensions bring, as they are at this moment. */
public final class ExtensionCalls implements Routes {
  /** What was declared, and the routes that were made of it. */
  private record Made(List<Declarations.Route> declared, List<Route> routes) {}

  private final Supplier<List<Declarations.Route>> declared;
  private final CallService calls;
  private final FunctionCalls answers;
  private final FunctionStreams streams;
  private volatile Made last = new Made(List.of(), List.of());

  /**
   * Routes of extensions.
   *
   * @param declared the same list until something has changed
   */
  public ExtensionCalls(Supplier<List<Declarations.Route>> declared, CallService calls) {
    this.declared = declared;
    this.calls = calls;
    this.answers = new FunctionCalls(calls, true);
    this.streams = new FunctionStreams(calls, answers, true);
  }

  /** Those of now; the same list until something has changed. */
  @Override
  @SuppressWarnings("ReferenceEquality") // another list tells of a change
  public List<Route> routes() {
    var now = declared.get();
    var made = last;
    if (made.declared() != now) {
      made = new Made(now, now.stream().map(this::route).toList());
      last = made;
    }
    return made.routes();
  }

  private Route route(Declarations.Route declared) {
    var id = declared.handler().replaceAll("[^A-Za-z0-9-]+", "_");
    var path = declared.fullPath();
    var route =
        switch (declared.method()) {
          case "GET" -> Route.get(path, id);
          case "POST" -> Route.post(path, id).bytes("RouteInput").idempotent();
          case "PUT" -> Route.put(path, id).bytes("RouteInput").idempotent();
          case "PATCH" -> Route.patch(path, id).bytes("RouteInput").idempotent();
          case "DELETE" -> Route.delete(path, id).bytes("RouteInput");
          default -> throw new IllegalStateException(declared.method() + " was not refused");
        };
    return level(route, declared)
        .summary(Objects.requireNonNullElse(declared.description(), ""))
        .anyQuery()
        .returns(200, "*/*")
        .problems(404, 429)
        .handle(request -> answer(request, declared));
  }

  private static Route.Builder level(Route.Builder route, Declarations.Route declared) {
    var levelled =
        switch (declared.auth()) {
          case PUBLIC -> route;
          case AUTH -> route.auth();
          case ADMIN -> route.admin();
        };
    return levelled.scope(Scope.FUNCTIONS_CALL);
  }

  private Response answer(Request request, Declarations.Route declared) {
    var caller = Caller.route(request.principal(), request.network(), request.id());
    try (var call = calls.openHandler(caller, declared.handler())) {
      var input = input(request, declared);
      call.with(input, input.body().length);
      var returns = call.function().map(it -> it.signature().returns()).orElse(Returns.VALUE);
      return switch (returns) {
        case STREAM -> streams.answer(request, call);
        case RESPONSE -> answers.answer(request, call, calls.call(call), true);
        case NOTHING, VALUE -> answer(request, call, calls.call(call), returns);
      };
    }
  }

  private static Input.Raw input(Request request, Declarations.Route declared) {
    var path = new LinkedHashMap<String, String>();
    declared.variables().forEach(name -> path.put(name, request.variable(name)));
    return new Input.Raw(
        request.method(),
        FunctionCalls.headers(request),
        request.query().values(),
        request.bytes(),
        Map.copyOf(path));
  }

  /** What the method returns is the answer itself. */
  private Response answer(Request request, Call call, CallResult result, Returns returns) {
    if (!(result instanceof CallResult.Value(byte[] json))) {
      return answers.answer(request, call, result, true);
    }
    var answer = returns == Returns.NOTHING ? Response.noContent() : Response.json(json);
    return answer.header(FunctionCalls.CALL_ID, call.id().toString());
  }
}
