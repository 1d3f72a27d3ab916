package dev.tinybase.api;

import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.SchemaChanged;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.HttpRequest;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns whatever a handler throws into an answer: the contract's own form, or problem details (RFC
 * 9457). What nobody expected is logged with its stack.
 */
final class ErrorResponses {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);

  static final String PROBLEM_JSON = "application/problem+json";

  private ErrorResponses() {}

  /** The answer to a failure, in problem details when the client asks for them. */
  static Response of(Throwable failure, HttpRequest request) {
    var problem = problem(failure, request.id());
    boolean details =
        request
            .header("Accept")
            .filter(accepted -> accepted.toLowerCase(Locale.ROOT).contains(PROBLEM_JSON))
            .isPresent();
    var body = details ? details(problem, request.id()) : plain(problem, request.id());
    return new Response(
        problem.status(),
        problem.headers(),
        new Response.Body.Bytes(Json.bytes(body), details ? PROBLEM_JSON : "application/json"));
  }

  private static Problem problem(Throwable failure, String requestId) {
    return switch (failure) {
      case Problem problem -> problem;
      case ConstraintViolation violation -> conflict(violation);
      case SchemaChanged _ ->
          Problem.unavailable(
              "schema_changed", "The schema changed while this ran. Send the request again.", 1);
      default -> unexpected(failure, requestId);
    };
  }

  private static Problem conflict(ConstraintViolation violation) {
    var columns = violation.columns();
    var where = columns.isEmpty() ? "" : " (" + String.join(", ", columns) + ")";
    return switch (violation.kind()) {
      case UNIQUE -> Problem.conflict("not_unique", "A value is taken already" + where + ".");
      case NOT_NULL -> Problem.conflict("missing_value", "A value must not be null" + where + ".");
      case FOREIGN_KEY ->
          Problem.conflict("reference_violated", "A reference would point nowhere" + where + ".");
      case CHECK -> Problem.conflict("check_violated", "A value is out of bounds" + where + ".");
    };
  }

  private static Problem unexpected(Throwable failure, String requestId) {
    LOG.error("request {} failed unexpectedly", requestId, failure);
    return Problem.of(
        Problem.Kind.INTERNAL,
        "internal_error",
        "Something went wrong on our side. The server's log tells more under this request id.");
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
    int status = problem.status();
    var body =
        Json.object()
            .put("type", "urn:tinybase:problem:" + problem.code())
            .put("title", Response.phrase(status))
            .put("status", status)
            .put("detail", problem.detail())
            .put("code", problem.code())
            .put("request_id", requestId);
    if (!problem.errors().isEmpty() || !problem.inputs().isEmpty()) {
      var errors = body.putArray("errors");
      problem.errors().forEach(error -> pointer(errors, error));
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
