package dev.tinybase.api.routes;

import dev.tinybase.api.Api;
import dev.tinybase.api.Request;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.CallJson;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.functions.calls.Outcome;
import dev.tinybase.functions.calls.Payload;
import dev.tinybase.functions.invoke.Signature;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls over HTTP: how the body is read, and what is answered. */
final class FunctionCalls {
  private static final String CALL_ID = "X-Call-Id";

  private final CallService calls;
  private final StreamedAnswers streams;

  FunctionCalls(CallService calls) {
    this.calls = calls;
    this.streams = new StreamedAnswers(calls);
  }

  Response answer(Request request) {
    var name = request.variable("function_name");
    var function = calls.peek(name);
    function.ifPresent(found -> checkMethod(found, request));
    boolean later = later(request);
    var payload = payload(function, request);
    var caller = Caller.client(request.principal(), request.network(), request.id());
    if (later) {
      return started(calls.start(caller, name, payload).toString());
    }
    boolean streamed =
        function.filter(f -> f.signature().returns() == Signature.Returns.STREAM).isPresent();
    return streamed
        ? streams.answer(request, caller, name, payload)
        : answer(function, calls.call(caller, name, payload));
  }

  /** The answer to a call that has ended. */
  static Response answer(Optional<Function> function, Outcome outcome) {
    var id = outcome.callId();
    return switch (outcome) {
      case Outcome.Succeeded ended ->
          Response.json(CallJson.succeeded(id, ended.micros(), ended.result()));
      case Outcome.Streamed ended ->
          Response.json(CallJson.succeeded(id, ended.micros(), new byte[] {'n', 'u', 'l', 'l'}));
      case Outcome.Answered ended -> RawAnswer.of(ended.response()).header(CALL_ID, id.toString());
      case Outcome.Failed ended ->
          Response.json(
              status(function, ended), CallJson.failed(id, ended.micros(), ended.failure()));
    };
  }

  /**
   * Callers of a function that makes its own answers look at the status alone: a webhook is sent
   * again only when it is told that something went wrong. What the function itself refuses, with a
   * code, is the caller's fault.
   */
  private static int status(Optional<Function> function, Outcome.Failed ended) {
    boolean raw =
        function.filter(f -> f.signature().returns() == Signature.Returns.RESPONSE).isPresent();
    if (!raw) {
      return 200;
    }
    var failure = ended.failure();
    return failure.isInvalidInput() ? 422 : failure.code() != null ? 400 : 500;
  }

  private static Response started(String id) {
    return Response.json(202, CallJson.started(id))
        .header("Location", "/api/functions/calls/" + id)
        .header(CALL_ID, id);
  }

  /** In a query of a function that reads its input there, the word belongs to the function. */
  private static boolean later(Request request) {
    return !request.method().equals("GET") && request.query().flag("async", false);
  }

  private static void checkMethod(Function function, Request request) {
    var methods = function.signature().methods();
    if (!methods.contains(request.method())) {
      var allowed = new TreeSet<>(methods);
      allowed.add("OPTIONS");
      throw Api.methodNotAllowed(String.join(", ", allowed));
    }
  }

  private static Payload payload(Optional<Function> function, Request request) {
    boolean raw =
        function.filter(f -> f.signature().takes() == Signature.Takes.REQUEST).isPresent();
    if (raw) {
      return Payload.raw(
          new dev.tinybase.sdk.Request(
              request.method(), request.headers(), request.query().values(), request.bytes()));
    }
    return request.method().equals("GET")
        ? Payload.query(request.query().values())
        : Payload.json(object(request.json()), request.bytes().length);
  }

  private static ObjectNode object(JsonNode body) {
    return switch (body) {
      case ObjectNode object -> object;
      case JsonNode other when other.isNull() -> Json.object();
      default ->
          throw Problem.invalid(InputError.at("object_type", "must be a JSON object", "body"));
    };
  }
}
