package dev.tinybase.api.routes;

import dev.tinybase.api.Api;
import dev.tinybase.api.Request;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.Call;
import dev.tinybase.functions.calls.CallReply;
import dev.tinybase.functions.calls.CallService;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.invoke.FunctionFile.Signature.Returns;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Calls over HTTP: how the body is read, and what is answered. */
final class FunctionCalls {
  static final String CALL_ID = "X-Call-Id";
  private static final String PREFER = "Prefer";
  private static final String STATUS_HTTP = "status=http";

  /** What {@link Request#headers()} has in place of bytes beyond ASCII. */
  private static final char NO_ASCII = '\uFFFD';

  private static final String CONTENT_TYPE = "Content-Type";
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private final CallService calls;
  private final FunctionStreams streams;
  private final boolean httpStatus;

  /**
   * Answers to calls.
   *
   * @param httpStatus whether failed calls always have a status of 4xx or 5xx
   */
  FunctionCalls(CallService calls, boolean httpStatus) {
    this.calls = calls;
    this.httpStatus = httpStatus;
    this.streams = new FunctionStreams(calls, this, false);
  }

  Response answer(Request request) {
    var caller = Caller.client(request.principal(), request.network(), request.id());
    try (var call = calls.open(caller, request.variable("function_name"))) {
      var signature = call.function().map(Function::signature);
      signature.ifPresent(known -> checkMethod(known, request));
      boolean later = later(request);
      read(call, signature, request);
      if (later) {
        var started = started(call.id().toString());
        calls.start(call, sql -> request.once(sql, () -> started));
        return started;
      }
      return signature.filter(known -> known.returns() == Returns.STREAM).isPresent()
          ? streams.answer(request, call)
          : answer(
              request,
              call,
              calls.call(call),
              signature.filter(known -> known.returns() == Returns.RESPONSE).isPresent());
    }
  }

  /**
   * The answer to a call that has ended.
   *
   * @param raw whether the function makes its own answers
   */
  Response answer(Request request, Call call, CallResult result, boolean raw) {
    return switch (result) {
      case CallResult.Value(byte[] json) -> Response.json(CallReply.succeeded(call, json));
      case CallResult.Decided _, CallResult.Stream _, CallResult.Streamed _ ->
          Response.json(CallReply.succeeded(call, new byte[] {'n', 'u', 'l', 'l'}));
      case CallResult.Http(var response) ->
          ownAnswer(response).header(CALL_ID, call.id().toString());
      case CallResult.Failed(var failure) -> failed(request, call, failure, raw);
    };
  }

  private Response failed(Request request, Call call, CallFailure failure, boolean raw) {
    boolean preferred = request.prefers(STATUS_HTTP);
    int status = raw || preferred || httpStatus ? status(failure) : 200;
    var response = Response.json(status, CallReply.failed(call, failure)).header("Vary", PREFER);
    return preferred ? response.header(Response.APPLIED, STATUS_HTTP) : response;
  }

  /**
   * Callers of a function that makes its own answers look at the status alone: a webhook is sent
   * again only when it is told that something went wrong. So do those who ask for it, or all where
   * the setting says so. What the function itself refuses, with a code, is the caller's fault, of
   * the status that it says.
   */
  private static int status(CallFailure failure) {
    if (failure.status() != null) {
      return failure.status();
    }
    return switch (failure.type()) {
      case CallFailure.TIMEOUT -> 504;
      case CallFailure.STOPPED -> 503;
      default -> failure.isInvalidInput() ? 422 : failure.isFault() ? 500 : 400;
    };
  }

  private static Response started(String id) {
    return Response.json(202, CallReply.started(id))
        .header("Location", "/api/functions/calls/" + id)
        .header(CALL_ID, id);
  }

  /** In a query of a function that reads its input there, the word belongs to the function. */
  private static boolean later(Request request) {
    return !request.method().equals("GET") && request.query().flag("async", false);
  }

  private static void checkMethod(Signature signature, Request request) {
    var methods = signature.methods();
    if (!methods.contains(request.method())) {
      var allowed = new TreeSet<>(methods);
      allowed.add("OPTIONS");
      throw Api.methodNotAllowed(String.join(", ", allowed));
    }
  }

  /** Gives the call what the request has for it, as the function that will run wants it. */
  private static void read(Call call, Optional<Signature> signature, Request request) {
    if (signature.filter(known -> known.takes() == Signature.Takes.REQUEST).isPresent()) {
      var raw =
          new Input.Raw(
              request.method(), headers(request), request.query().values(), request.bytes());
      call.with(raw, raw.body().length);
    } else if (request.method().equals("GET")) {
      call.with(Input.query(request.query().values()), 0);
    } else {
      request.query().only(List.of("async"));
      boolean any = signature.filter(known -> known.takes() == Signature.Takes.VALUE).isPresent();
      call.with(new Input.Json(payload(request.json(), any)), request.bytes().length);
    }
  }

  /** Bytes beyond ASCII, which mean this to one client and that to another, are no text. */
  static Map<String, List<String>> headers(Request request) {
    var headers = request.headers();
    headers.forEach((name, values) -> {
      if (values.stream().anyMatch(value -> value.indexOf(NO_ASCII) >= 0)) {
        throw Problem.badRequest(
            "malformed_header",
            "Header '%s' must be ASCII; percent-encode other characters (RFC 8187)."
                .formatted(name));
      }
    });
    return headers;
  }

  private static JsonNode payload(JsonNode body, boolean any) {
    if (body.isNull()) {
      return Json.object();
    }
    if (!body.isObject() && !any) {
      throw Problem.invalid(InputError.at("object_type", "must be a JSON object", "body"));
    }
    return body;
  }

  /** An answer that the function has made itself; {@code calls} has found it to be sound. */
  private static Response ownAnswer(dev.tinybase.sdk.Response made) {
    var headers = new LinkedHashMap<String, String>();
    made.headers()
        .forEach((name, values) -> {
          var usual = usual(name);
          var separator = usual.equals(Response.SET_COOKIE) ? "\n" : ", ";
          headers.put(usual, String.join(separator, values));
        });
    var type = headers.remove(CONTENT_TYPE);
    return new Response(made.status(), headers, body(made, type == null ? UNKNOWN_TYPE : type));
  }

  private static Response.Body body(dev.tinybase.sdk.Response made, String type) {
    boolean bodiless = made.status() == 204 || made.status() == 304;
    return bodiless || made.body().length == 0
        ? new Response.Body.None()
        : new Response.Body.Bytes(made.body(), type);
  }

  /** A name as the server writes it, so that an answer never has a header of ours twice. */
  private static String usual(String name) {
    var usual = new StringBuilder(name.toLowerCase(Locale.ROOT));
    boolean start = true;
    for (int i = 0; i < usual.length(); i++) {
      char c = usual.charAt(i);
      if (start) {
        usual.setCharAt(i, Character.toUpperCase(c));
      }
      start = c == '-';
    }
    return switch (usual.toString()) {
      case "Etag" -> "ETag";
      default -> usual.toString();
    };
  }
}
