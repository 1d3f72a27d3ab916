package dev.tinybase.api;

import dev.tinybase.json.Json;
import dev.tinybase.text.Resources;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas that routes name. Each file {@code openapi/<name>.json} of the class path holds
 * {@code {"schemas": {"Name": {…, "example": …}}}}; together they are the document's components.
 * Within them a reference is {@code {"$ref": "#/components/schemas/Name"}}.
 */
final class OpenApiSchemas {
  /** What references to schemas begin with. */
  static final String REFERENCE = "#/components/schemas/";

  private static final String COMPONENTS = "#/components/";

  /** The files that hold schemas. */
  private static final List<String> FILES =
      List.of(
          "common",
          "system",
          "auth",
          "users",
          "tokens",
          "collections",
          "records",
          "batch",
          "import",
          "functions",
          "calls",
          "hooks",
          "extensions",
          "jobs",
          "schedules",
          "metrics",
          "backups",
          "secrets",
          "deployment",
          "deploy");

  /** Keywords whose value is a schema, a list of schemas, or schemas by name. */
  private static final List<String> ONE = List.of("items", "additionalProperties", "not");

  private static final List<String> SEVERAL = List.of("anyOf", "oneOf", "allOf", "prefixItems");
  private static final List<String> NAMED = List.of("properties", "patternProperties", "$defs");

  private OpenApiSchemas() {}

  /** All schemas by name; an exception where two files define the same one. */
  static ObjectNode load() {
    var all = Json.object();
    for (var name : FILES) {
      for (var entry : read(name).properties()) {
        if (all.has(entry.getKey())) {
          throw new IllegalStateException("two OpenAPI schemas are named " + entry.getKey());
        }
        all.set(entry.getKey(), forGenerators(entry.getValue()));
      }
    }
    return all;
  }

  private static ObjectNode read(String name) {
    return (ObjectNode) Json.parse(Resources.bytes("/openapi/" + name + ".json")).get("schemas");
  }

  /**
   * Changes a schema, in place, to what generators of clients understand as it is meant: the
   * default of a property becomes a sentence, because they take a property with one for a required
   * member; an object or a list that holds anything says so.
   */
  static JsonNode forGenerators(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    for (var property : object.path("properties").values()) {
      if (property instanceof ObjectNode described && described.has("default")) {
        var fallback = Json.text(described.remove("default"));
        var text = described.path("description").asString("");
        described.put(
            "description", (text.isEmpty() ? "" : text + " ") + "Default: " + fallback + ".");
      }
    }
    if (isType(object, "array") && !object.has("items")) {
      object.putObject("items");
    }
    if (isType(object, "object")
        && List.of("properties", "additionalProperties", "allOf", "anyOf", "oneOf").stream()
            .noneMatch(object::has)) {
      object.put("additionalProperties", true);
    }
    ONE.forEach(keyword -> forGenerators(object.path(keyword)));
    SEVERAL.forEach(
        keyword -> object.path(keyword).values().forEach(OpenApiSchemas::forGenerators));
    NAMED.forEach(keyword -> object.path(keyword).values().forEach(OpenApiSchemas::forGenerators));
    return object;
  }

  private static boolean isType(ObjectNode schema, String type) {
    var types = schema.path("type");
    return types.isArray()
        ? types.valueStream().anyMatch(word -> word.asString().equals(type))
        : types.asString("").equals(type);
  }

  /** Takes out of the components what nothing leads to. */
  static void removeUnused(JsonNode paths, ObjectNode components) {
    Set<String> used = new HashSet<>();
    var left = new ArrayDeque<JsonNode>();
    left.push(paths);
    while (!left.isEmpty()) {
      var node = left.pop();
      node.values().forEach(left::push);
      if (node.isString()
          && node.stringValue().startsWith(COMPONENTS)
          && used.add(node.stringValue())) {
        left.push(components.at(node.stringValue().substring(COMPONENTS.length() - 1)));
      }
    }
    for (var group : components.properties()) {
      var prefix = COMPONENTS + group.getKey() + "/";
      List.copyOf(group.getValue().propertyNames()).stream()
          .filter(name -> !used.contains(prefix + name))
          .forEach(((ObjectNode) group.getValue())::remove);
    }
  }
}
