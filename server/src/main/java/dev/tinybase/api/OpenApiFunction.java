package dev.tinybase.api;

import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.json.Json;
import dev.tinybase.schema.JsonSchemaExample;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The path of one function in the OpenAPI document: an operation for each of its methods. */
final class OpenApiFunction {
  private static final String SCHEMAS = OpenApiSchemas.REFERENCE;
  private static final String ANY = "/api/functions/{function_name}";
  private static final String DEFINITIONS = "#/$defs/";
  private static final String JSON = "application/json";

  private final Signature signature;
  private final @Nullable ObjectNode input;
  private final @Nullable ObjectNode output;
  private final List<Route> routes;

  /**
   * Of one function.
   *
   * @param routes among them those of any function
   */
  OpenApiFunction(Function function, List<Route> routes) {
    this.routes = routes;
    signature = function.signature();
    input = function.entry().inputSchema();
    output = function.entry().outputSchema();
  }

  /** The groups that the function is shown in. */
  static List<String> tags(Signature signature) {
    return signature.tags().isEmpty() ? List.of("functions") : signature.tags();
  }

  void addTo(ObjectNode paths, ObjectNode schemas, ObjectNode parameters) {
    for (var method : new TreeSet<>(signature.methods())) {
      var operation = operation(method, parameters);
      OpenApiDocument.place(paths, "/api/functions/" + signature.name(), method, operation);
    }
    define(schemas, "Input", input);
    define(schemas, "Result", output);
    if (output != null) {
      reply(schemas);
    }
  }

  private ObjectNode operation(String method, ObjectNode parameters) {
    var suffix = signature.methods().size() == 1 ? "" : "_" + method.toLowerCase(Locale.ROOT);
    var node = Json.object().put("operationId", "call_" + signature.name() + suffix);
    tags(signature).forEach(node.putArray("tags")::add);
    node.put(
        "summary", Objects.requireNonNullElse(signature.description(), "Call " + signature.name()));
    node.put("description", OpenApiOperation.description(signature.auth(), false));
    parameters(node.putArray("parameters"), method, parameters);
    takes(node, method);
    returns(node.putObject("responses"), method);
    OpenApiOperation.security(node.putArray("security"), signature.auth());
    return node;
  }

  private void takes(ObjectNode node, String method) {
    switch (signature.takes()) {
      case NOTHING, EVENT -> {}
      case REQUEST -> node.putObject("requestBody").putObject("content").putObject("*/*");
      case INPUT, VALUE -> {
        if (!method.equals("GET")) {
          var body = node.putObject("requestBody").put("required", true);
          body.putObject("content").putObject(JSON).set("schema", reference("Input", input));
        }
      }
    }
  }

  /** What calls of any function take, and with GET the members of the input. */
  private void parameters(ArrayNode list, String method, ObjectNode shared) {
    routes.stream()
        .filter(route -> route.path().equals(ANY) && route.method().equals(method))
        .flatMap(route -> route.operation().parameters().stream())
        .forEach(parameter -> list.add(OpenApiOperation.parameter(parameter)));
    OpenApiDocument.share(list, "functions", shared);
    if (method.equals("GET") && input != null) {
      members(list, input);
    }
  }

  private void members(ArrayNode list, ObjectNode input) {
    var required = input.path("required").valueStream().map(JsonNode::asString).toList();
    for (var property : input.path("properties").properties()) {
      var parameter = list.addObject().put("name", property.getKey()).put("in", "query");
      parameter.put("required", required.contains(property.getKey()));
      parameter.set("schema", own(property.getValue().deepCopy()));
    }
  }

  private void returns(ObjectNode answers, String method) {
    var answer = answers.putObject("200");
    switch (signature.returns()) {
      case NOTHING, VALUE -> {
        answer.put("description", "How the call ended");
        answer.putObject("content").putObject(JSON).set("schema", reply());
      }
      case STREAM -> {
        answer.put("description", "The elements, as lines of JSON or as server-sent events");
        var content = answer.putObject("content");
        content.putObject("application/x-ndjson").set("schema", reference("Result", output));
        content.putObject("text/event-stream").putObject("schema").put("type", "string");
      }
      case RESPONSE -> {
        answer.put("description", "An answer of the function's own, which may have another status");
        answer.putObject("content").putObject("*/*");
      }
    }
    if (!method.equals("GET")) {
      started(answers.putObject("202"));
    }
    OpenApiOperation.problems(answers, problems());
  }

  private static void started(ObjectNode answer) {
    answer.put("description", "With async=true: the call has begun");
    var json = answer.putObject("content").putObject(JSON);
    json.set("schema", OpenApiOperation.reference("StartedCall"));
  }

  private ObjectNode reply() {
    return Json.object().put("$ref", SCHEMAS + (output == null ? "FunctionReply" : name("Reply")));
  }

  /** The reply of any function, with the type of this one's result. */
  private void reply(ObjectNode schemas) {
    var succeeded = (ObjectNode) schemas.get("SucceededCall").deepCopy();
    succeeded.withObject("properties").set("result", reference("Result", output));
    succeeded.remove("example");
    schemas.set(name("Succeeded"), succeeded);
    var reply = (ObjectNode) schemas.get("FunctionReply").deepCopy();
    reply.remove("example");
    ((ObjectNode) reply.get("oneOf").get(0)).put("$ref", SCHEMAS + name("Succeeded"));
    reply
        .withObject("discriminator")
        .withObject("mapping")
        .put("succeeded", SCHEMAS + name("Succeeded"));
    schemas.set(name("Reply"), reply);
  }

  private Set<Integer> problems() {
    var statuses = new TreeSet<>(Set.of(413, 422, 429, 500, 503));
    statuses.addAll(OpenApiOperation.refusals(signature.auth()));
    return statuses;
  }

  private ObjectNode reference(String part, @Nullable ObjectNode schema) {
    return schema == null ? Json.object() : Json.object().put("$ref", SCHEMAS + name(part));
  }

  /** Puts a schema among those of the document, and the records within it beside it. */
  private void define(ObjectNode schemas, String part, @Nullable ObjectNode schema) {
    if (schema == null) {
      return;
    }
    var copy = schema.deepCopy();
    copy.remove("$schema");
    if (copy.remove("$defs") instanceof ObjectNode definitions) {
      for (var definition : definitions.properties()) {
        schemas.set(
            name(definition.getKey()), OpenApiSchemas.forGenerators(own(definition.getValue())));
      }
    }
    var owned = own(copy);
    new JsonSchemaExample(reference -> schemas.get(reference.substring(SCHEMAS.length())))
        .of(signature.name(), owned)
        .ifPresent(example -> ((ObjectNode) owned).set("example", example));
    schemas.set(name(part), OpenApiSchemas.forGenerators(owned));
  }

  /** Points references within the schema to where the document has them. */
  private JsonNode own(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var target = object.path("$ref").asString("");
      if (target.startsWith(DEFINITIONS)) {
        object.put("$ref", SCHEMAS + name(target.substring(DEFINITIONS.length())));
      }
    }
    node.values().forEach(this::own);
    return node;
  }

  private String name(String part) {
    return signature.name() + "." + part;
  }
}
