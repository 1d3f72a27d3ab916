package dev.tinybase.api;

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
    parameters(node.putArray("parameters"), route);
    body(node, route);
    answers(node.putObject("responses"), route);
    security(node.putArray("security"), route.auth());
    return node;
  }

  private static void parameters(ArrayNode list, Route route) {
    for (var name : route.variables()) {
      pathParameter(list.addObject(), name, route.path().contains("{" + name + "...}"));
    }
    for (var parameter : route.operation().parameters()) {
      var node = list.addObject().put("name", parameter.name()).put("in", parameter.in());
      node.put("description", parameter.description());
      node.putObject("schema").put("type", parameter.type());
    }
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
    var body = node.putObject("requestBody").put("required", true);
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
          .put("$ref", "#/components/responses/" + OpenApiErrors.name(status));
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
    statuses.addAll(List.of(500, 503));
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
    if (route.idempotent()) {
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
    return Json.object().put("$ref", "#/components/schemas/" + name);
  }
}
