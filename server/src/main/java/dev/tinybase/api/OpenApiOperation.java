package dev.tinybase.api;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Auth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A route as an operation object of OpenAPI. */
final class OpenApiOperation {
  private static final String REQUEST = "5d3c9f1e0000002a";
  private static final List<String> STREAM_TYPES =
      List.of("application/x-ndjson", "application/json", "text/csv");

  private OpenApiOperation() {}

  static ObjectNode of(Route route) {
    var operation = route.operation();
    var node = Json.object().put("operationId", operation.id());
    node.putArray("tags").add(operation.tag());
    if (!operation.summary().isEmpty()) {
      node.put("summary", operation.summary());
    }
    node.put("description", description(route));
    parameters(node.putArray("parameters"), route);
    body(node, route);
    answers(node.putObject("responses"), route);
    security(node.putArray("security"), route.auth());
    return node;
  }

  /** For whom a route is, and which application tokens it takes. */
  private static String description(Route route) {
    var callers = description(route.auth(), route.operation().problems().contains(403));
    var scope = route.scope();
    return scope == null
        ? callers
        : callers + " Application tokens need the scope " + scope.word() + ".";
  }

  /**
   * For whom an operation is.
   *
   * @param ruled whether more than a token decides
   */
  static String description(Auth auth, boolean ruled) {
    return switch (auth) {
      case PUBLIC ->
          ruled
              ? "For callers whom the access rules admit, with or without a token."
              : "For everybody; no token is needed.";
      case AUTH -> "For callers with an account.";
      case ADMIN -> "For admins.";
    };
  }

  private static void parameters(ArrayNode list, Route route) {
    for (var name : route.variables()) {
      pathParameter(list.addObject(), name, route.path().contains("{" + name + "...}"));
    }
    for (var parameter : route.operation().parameters()) {
      list.add(parameter(parameter));
    }
  }

  /** A query parameter or header, see {@link Route.Parameter#type}. */
  static ObjectNode parameter(Route.Parameter parameter) {
    var node = Json.object().put("name", parameter.name()).put("in", parameter.in());
    node.put("description", parameter.description());
    var type = parameter.type();
    if (Character.isLowerCase(type.charAt(0))) {
      node.putObject("schema").put("type", type);
    } else if (type.endsWith("[]")) {
      node.put("style", "form").put("explode", false).set("schema", reference(type));
    } else {
      node.putObject("schema")
          .put("type", "string")
          .put("contentMediaType", "application/json")
          .set("contentSchema", reference(type));
    }
    return node;
  }

  private static void pathParameter(ObjectNode node, String name, boolean rest) {
    node.put("name", name).put("in", "path").put("required", true);
    if (rest) {
      node.put("description", "The rest of the path; it may have several segments");
    }
    var schema = node.putObject("schema").put("type", "string");
    if (name.endsWith("_id")) {
      schema.put("format", "uuid");
    }
  }

  private static void body(ObjectNode node, Route route) {
    var name = route.operation().bodySchema();
    if (name == null) {
      return;
    }
    var body = node.putObject("requestBody").put("required", !route.operation().bodyOptional());
    var content = body.putObject("content");
    switch (route.body()) {
      case NONE -> {}
      case JSON, BYTES -> content.putObject("application/json").set("schema", reference(name));
      case STREAM ->
          streamTypes(name).forEach(type -> content.putObject(type).set("schema", reference(name)));
    }
  }

  /** What a page's form sends has a schema whose name says so; the rest are records. */
  private static List<String> streamTypes(String schema) {
    return schema.endsWith("Form") ? List.of("application/x-www-form-urlencoded") : STREAM_TYPES;
  }

  private static void answers(ObjectNode node, Route route) {
    route.operation().answers().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(answer -> answer(node, answer.getKey(), answer.getValue()));
    problems(node, problems(route));
  }

  /** The answers of failure, which all operations share. */
  static void problems(ObjectNode answers, Set<Integer> statuses) {
    for (int status : statuses) {
      answers
          .putObject(Integer.toString(status))
          .put("$ref", "#/components/responses/" + problemName(status));
    }
  }

  /** What callers get for whom an operation is not. */
  static List<Integer> refusals(Auth auth) {
    return switch (auth) {
      case PUBLIC -> List.of();
      case AUTH -> List.of(401);
      case ADMIN -> List.of(401, 403);
    };
  }

  private static void answer(ObjectNode node, int status, String schema) {
    var answer = node.putObject(Integer.toString(status));
    answer.put("description", Response.phrase(status));
    if (schema.isEmpty()) {
      return;
    }
    boolean mediaType = schema.indexOf('/') > 0;
    answer
        .putObject("content")
        .putObject(mediaType ? schema : "application/json")
        .set("schema", mediaType ? Json.object().put("type", "string") : reference(schema));
  }

  private static SortedSet<Integer> problems(Route route) {
    SortedSet<Integer> statuses = new TreeSet<>(route.operation().problems());
    statuses.addAll(List.of(400, 500, 503));
    statuses.addAll(refusals(route.auth()));
    if (route.body() != Route.BodyKind.NONE) {
      statuses.addAll(List.of(413, 415, 422));
    }
    if (route.path().contains("{") || !route.operation().parameters().isEmpty()) {
      statuses.add(422);
    }
    if (route.perMinute() > 0) {
      statuses.add(429);
    }
    if (route.idempotent() != Route.Idempotent.NO) {
      statuses.add(409);
    }
    return statuses;
  }

  static void security(ArrayNode node, Auth auth) {
    if (auth == Auth.PUBLIC) {
      node.addObject();
    }
    node.addObject().putArray("bearer");
  }

  /** A schema by its name; {@code Name[]} is a list of them. */
  static ObjectNode reference(String name) {
    if (name.endsWith("[]")) {
      var list = Json.object().put("type", "array");
      list.set("items", reference(name.substring(0, name.length() - 2)));
      return list;
    }
    return Json.object().put("$ref", OpenApiSchemas.REFERENCE + name);
  }

  private static String problemName(int status) {
    return "Error" + status;
  }

  /** The answers of failure that operations share, each with an example as the server writes it. */
  static ObjectNode allProblems() {
    var all = Json.object();
    for (var kind : Problem.Kind.values()) {
      all.set(problemName(kind.status()), response(example(kind)));
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
    var json = response.putObject("content").putObject("application/json");
    json.set("schema", example.kind() == Problem.Kind.INVALID ? either() : reference("Error"));
    json.set("example", ErrorResponses.plain(example, REQUEST));
    return response;
  }

  /** Which of the two it is, the code tells. */
  private static ObjectNode either() {
    var either = Json.object();
    either.putArray("anyOf").add(reference("InvalidInput")).add(reference("Error"));
    return either;
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
