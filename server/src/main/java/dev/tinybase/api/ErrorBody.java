package dev.tinybase.api;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Failures as JSON: the contract's own form, or problem details (RFC 9457). */
final class ErrorBody {
  /** The media type of problem details. */
  static final String PROBLEM_JSON = "application/problem+json";

  private ErrorBody() {}

  /** The answer to a failure, in problem details when the client asks for them. */
  static Response response(Problem problem, String requestId, boolean details) {
    var body = details ? details(problem, requestId) : plain(problem, requestId);
    var type = details ? PROBLEM_JSON : "application/json";
    return new Response(
        problem.kind().status(),
        problem.headers(),
        new Response.Body.Bytes(Json.bytes(body), type));
  }

  /** A failure that is no problem of ours. */
  static byte[] refusal(String code, String detail, String requestId) {
    return Json.bytes(
        Json.object().put("detail", detail).put("code", code).put("request_id", requestId));
  }

  static ObjectNode plain(Problem problem, String requestId) {
    var body = Json.object();
    if (problem.inputs().isEmpty()) {
      body.put("detail", problem.detail());
    } else {
      inputs(body.putArray("detail"), problem.inputs());
    }
    if (problem.kind() == Problem.Kind.TOO_MANY_REQUESTS) {
      body.put("error", problem.detail());
    }
    body.put("code", problem.code()).put("request_id", requestId);
    if (!problem.errors().isEmpty()) {
      var errors = body.putArray("errors");
      for (var error : problem.errors()) {
        errors
            .addObject()
            .put("field", error.field())
            .put("code", error.code())
            .put("message", error.message());
      }
    }
    problem.members().forEach(body::set);
    return body;
  }

  private static void inputs(ArrayNode list, List<InputError> inputs) {
    for (var input : inputs) {
      var entry = list.addObject().put("type", input.type());
      var loc = entry.putArray("loc");
      input.loc().forEach(loc::add);
      entry.put("msg", input.msg());
      var found = input.input();
      if (found != null) {
        entry.put("input", found);
      }
    }
  }

  static ObjectNode details(Problem problem, String requestId) {
    int status = problem.kind().status();
    var body =
        Json.object()
            .put("type", "urn:tinybase:problem:" + problem.code())
            .put("title", Statuses.phrase(status))
            .put("status", status)
            .put("detail", problem.detail())
            .put("code", problem.code())
            .put("request_id", requestId);
    if (!problem.errors().isEmpty()) {
      var errors = body.putArray("errors");
      problem.errors().forEach(error -> pointer(errors, error));
    }
    if (!problem.inputs().isEmpty()) {
      var errors = body.putArray("errors");
      problem.inputs().forEach(input -> pointer(errors, input));
    }
    problem.members().forEach(body::set);
    return body;
  }

  private static void pointer(ArrayNode errors, FieldError error) {
    errors
        .addObject()
        .put("pointer", "#/data/" + escaped(error.field()))
        .put("code", error.code())
        .put("message", error.message());
  }

  private static void pointer(ArrayNode errors, InputError input) {
    var entry = errors.addObject();
    var loc = input.loc();
    if (loc.getFirst().equals("body")) {
      var path = loc.stream().skip(1).map(step -> "/" + escaped(step));
      entry.put("pointer", "#" + path.collect(Collectors.joining()));
    } else {
      entry.put("parameter", String.join(".", loc.subList(1, loc.size())));
    }
    entry.put("code", input.type()).put("message", input.msg());
  }

  /** A step of a JSON pointer (RFC 6901). */
  private static String escaped(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }
}
