package dev.tinybase.api;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The answers of failure that operations share, each with an example as the server writes it. */
final class OpenApiErrors {
  private static final String REQUEST = "5d3c9f1e0000002a";

  private OpenApiErrors() {}

  static String name(int status) {
    return "Error" + status;
  }

  static ObjectNode all() {
    var all = Json.object();
    for (var kind : Problem.Kind.values()) {
      all.set(name(kind.status()), response(example(kind)));
    }
    return all;
  }

  private static ObjectNode response(Problem example) {
    int status = example.kind().status();
    var response = Json.object().put("description", Response.phrase(status));
    if (!example.headers().isEmpty()) {
      var headers = response.putObject("headers");
      for (var name : example.headers().keySet().stream().sorted().toList()) {
        headers.putObject(name).putObject("schema").put("type", "string");
      }
    }
    var content = response.putObject("content");
    var json = content.putObject("application/json");
    json.putObject("schema").put("$ref", "#/components/schemas/Error");
    json.set("example", ErrorResponses.plain(example, REQUEST));
    var details = content.putObject(ErrorResponses.PROBLEM_JSON);
    details.putObject("schema").put("$ref", "#/components/schemas/ProblemDetails");
    details.set("example", ErrorResponses.details(example, REQUEST));
    return response;
  }

  private static Problem example(Problem.Kind kind) {
    return switch (kind) {
      case BAD_REQUEST ->
          Problem.invalidRecord(List.of(new FieldError("title", "required", "must be given")));
      case UNAUTHENTICATED -> Problem.notAuthenticated();
      case FORBIDDEN -> Problem.adminRequired();
      case NOT_FOUND -> Api.notFound();
      case METHOD_NOT_ALLOWED -> Api.methodNotAllowed("GET, HEAD, OPTIONS");
      case CONFLICT -> Problem.conflict("not_unique", "A value is taken already (email).");
      case PRECONDITION_FAILED -> ETags.stale();
      case TOO_LARGE ->
          Problem.of(
              kind, "body_too_large", "The body is larger than the limit of 10485760 bytes.");
      case UNSUPPORTED_MEDIA_TYPE -> Request.unsupportedType("text/plain");
      case INVALID -> Problem.invalid(InputError.at("missing", "must be given", "body", "title"));
      case TOO_MANY_REQUESTS ->
          Problem.of(kind, "rate_limited", "Rate limit exceeded: 5 per 1 minute")
              .header("Retry-After", "42");
      case INTERNAL -> Problem.of(kind, "internal_error", "Something went wrong on our side.");
      case UNAVAILABLE ->
          Problem.unavailable(
              "overloaded",
              "The server has too many requests to answer. Try again in a second.",
              1);
    };
  }
}
