package dev.tinybase.cli.types;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema of a function as types of Java: each object is a record; what may be one of several
 * types is an {@code Object}, whose comment tells which.
 */
final class JavaSchema {
  private static final String DEFINITIONS = "#/$defs/";

  private final JsonNode root;
  private final String function;
  private final String side;
  private final TypeNames names;
  private final Map<String, JavaType> definitions = new HashMap<>();
  private final List<JavaRecord> records = new ArrayList<>();
  private final JavaType type;

  /**
   * A schema.
   *
   * @param function whose names those of the types begin with
   * @param side {@code input} or {@code result}
   */
  JavaSchema(JsonNode root, String function, String side, TypeNames names) {
    this.root = root;
    this.function = function;
    this.side = side;
    this.names = names;
    var own = isObject(root) ? names.of(function, side) : null;
    var declared = new TreeMap<String, String>();
    new TreeSet<>(root.path("$defs").propertyNames())
        .forEach(name -> declared.put(name, names.of(function, side, name)));
    declared.forEach((name, record) -> definitions.put(name, JavaType.object(record)));
    declared.forEach((name, record) -> add(record, null, root.path("$defs").path(name), Map.of()));
    if (own == null) {
      type = type(root, side);
    } else {
      add(own, "The " + side + " of `" + function + "`.", root, Map.of());
      type = JavaType.object(own);
    }
  }

  /** The whole. */
  JavaType type() {
    return type;
  }

  String declarations() {
    return records.stream().map(JavaRecord::declaration).collect(joining("\n"));
  }

  private static boolean isObject(JsonNode schema) {
    return schema.has("properties");
  }

  /** Adds a record, and those that it needs before it. */
  private void add(
      String name, @Nullable String comment, JsonNode schema, Map<String, String> tags) {
    var required = schema.path("required").valueStream().map(JsonNode::asString).toList();
    var constants = new LinkedHashMap<>(tags);
    constants.putAll(tags(schema));
    var components = new ArrayList<JavaRecord.Component>();
    schema
        .path("properties")
        .propertyStream()
        .forEach(it -> {
          var member = it.getValue();
          if (!constants.containsKey(it.getKey())) {
            components.add(
                new JavaRecord.Component(
                    it.getKey(),
                    type(member, it.getKey()),
                    required.contains(it.getKey()) && !takesNull(member),
                    note(member)));
          }
        });
    records.add(new JavaRecord(name, comment, components, constants));
  }

  private static boolean takesNull(JsonNode schema) {
    var types = schema.path("type");
    return types.valueStream().anyMatch(it -> it.asString("").equals("null"))
        || schema.path("anyOf").valueStream().anyMatch(JavaSchema::isNull)
        || (types.isMissingNode() && !schema.has("$ref") && !schema.has("enum"));
  }

  private static boolean isNull(JsonNode schema) {
    return schema.path("type").asString("").equals("null");
  }

  /** The type of a value, whose records are named after where it stands. */
  private JavaType type(JsonNode schema, String place) {
    if (schema.has("enum")) {
      return JavaType.TEXT;
    }
    if (schema.has("anyOf")) {
      var one = schema.path("anyOf").valueStream().filter(it -> !isNull(it)).toList();
      return one.size() == 1 ? type(one.getFirst(), place) : JavaType.ANY;
    }
    if (schema.has("oneOf")) {
      schema.path("oneOf").valueStream().forEach(this::addCase);
      return JavaType.ANY;
    }
    if (schema.has("$ref")) {
      return definitions.getOrDefault(target(schema), JavaType.ANY);
    }
    var types = schema.path("type");
    var words =
        (types.isArray() ? types.valueStream() : Stream.of(types))
            .map(word -> word.asString(""))
            .filter(word -> !word.equals("null"))
            .toList();
    return type(words.isEmpty() ? "" : words.getFirst(), schema, place);
  }

  private JavaType type(String word, JsonNode schema, String place) {
    boolean exact = !schema.has("format");
    return switch (word) {
      case "string" -> JavaType.TEXT;
      case "integer" -> exact ? JavaType.INTEGER : JavaType.WHOLE;
      case "number" -> exact ? JavaType.DECIMAL : JavaType.REAL;
      case "boolean" -> JavaType.FLAG;
      case "array" -> JavaType.listOf(type(schema.path("items"), place));
      case "object" -> object(schema, place);
      default -> JavaType.ANY;
    };
  }

  private JavaType object(JsonNode schema, String place) {
    if (!isObject(schema)) {
      return JavaType.mapOf(type(schema.path("additionalProperties"), place));
    }
    var name = names.of(function, side, place);
    add(name, null, schema, Map.of());
    return JavaType.object(name);
  }

  /** One of several records that may stand in a place; its tag tells which it is. */
  private void addCase(JsonNode schema) {
    var tags = tags(schema);
    var members = schema.has("$ref") ? root.path("$defs").path(target(schema)) : schema;
    add(names.of(function, side, String.join("_", tags.values())), null, members, tags);
  }

  /** Members that can have one text only. */
  private static Map<String, String> tags(JsonNode schema) {
    var tags = new LinkedHashMap<String, String>();
    schema
        .path("properties")
        .propertyStream()
        .filter(it -> it.getValue().path("const").isString())
        .forEach(it -> tags.put(it.getKey(), it.getValue().path("const").stringValue()));
    return tags;
  }

  private static String target(JsonNode schema) {
    return schema.path("$ref").asString().substring(DEFINITIONS.length());
  }

  private static @Nullable String note(JsonNode schema) {
    var choices =
        schema.path("enum").valueStream().map(it -> Java.literal(it.asString(""))).toList();
    var cases = schema.path("oneOf").valueStream().map(JavaSchema::tags).toList();
    var facts =
        !choices.isEmpty()
            ? "One of " + String.join(", ", choices) + "."
            : cases.isEmpty()
                ? ""
                : "A record of this function, or a map, whose type is "
                    + String.join(
                        " or ",
                        cases.stream()
                            .flatMap(it -> it.values().stream())
                            .map(Java::literal)
                            .toList())
                    + ".";
    return (schema.path("description").asString("") + " " + facts).strip();
  }
}
