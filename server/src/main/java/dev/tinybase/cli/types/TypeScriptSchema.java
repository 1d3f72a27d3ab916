package dev.tinybase.cli.types;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema of a function as types of TypeScript: what has a name of its own there is an
 * interface, all else stands where it is used.
 */
final class TypeScriptSchema {
  private static final String DEFINITIONS = "#/$defs/";

  private final JsonNode root;
  private final Map<String, String> definitions = new HashMap<>();
  private final String type;
  private final @Nullable String name;

  /**
   * A schema.
   *
   * @param function whose names those of the types begin with
   * @param side {@code input} or {@code result}
   */
  TypeScriptSchema(JsonNode root, String function, String side, TypeNames names) {
    this.root = root;
    this.name = isObject(root) ? names.of(function, side) : null;
    for (var definition : new TreeMap<>(members(root.path("$defs"))).keySet()) {
      definitions.put(definition, names.of(function, side, definition));
    }
    this.type = name == null ? type(root) : name;
  }

  private static Map<String, JsonNode> members(JsonNode object) {
    return object
        .propertyStream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The whole. */
  String type() {
    return type;
  }

  /** The types with names, in the order of these in the schema. */
  String declarations(@Nullable String comment) {
    var text = new StringBuilder();
    if (name != null) {
      text.append(TypeScript.anInterface(name, properties(root), comment));
    }
    new TreeMap<>(definitions)
        .forEach((definition, named) -> {
          var schema = root.path("$defs").path(definition);
          text.append(text.isEmpty() ? "" : "\n")
              .append(
                  isObject(schema)
                      ? TypeScript.anInterface(named, properties(schema), null)
                      : "export type " + named + " = " + type(schema) + ";\n");
        });
    return text.toString();
  }

  private static boolean isObject(JsonNode schema) {
    return schema.path("type").asString("").equals("object") && schema.has("properties");
  }

  private String type(JsonNode schema) {
    if (schema.has("const")) {
      return TypeScript.literal(schema.get("const"));
    }
    if (schema.has("enum")) {
      return TypeScript.either(schema.path("enum").valueStream().map(TypeScript::literal).toList());
    }
    for (var word : List.of("oneOf", "anyOf")) {
      if (schema.has(word)) {
        return TypeScript.either(schema.path(word).valueStream().map(this::type).toList());
      }
    }
    if (schema.has("$ref")) {
      return reference(schema);
    }
    var types = schema.path("type");
    var words = types.isArray() ? types.valueStream() : Stream.of(types);
    return TypeScript.either(words.map(word -> type(word.asString(""), schema)).toList());
  }

  private String type(String word, JsonNode schema) {
    return switch (word) {
      case "string" -> "string";
      case "integer", "number" -> "number";
      case "boolean" -> "boolean";
      case "null" -> "null";
      case "array" -> TypeScript.listOf(schema.has("items") ? type(schema.path("items")) : "Json");
      case "object" -> object(schema);
      default -> "Json";
    };
  }

  /** A shared record; of several that may stand here, with the word that tells which it is. */
  private String reference(JsonNode schema) {
    var target = schema.path("$ref").asString().substring(DEFINITIONS.length());
    var named = definitions.getOrDefault(target, "Json");
    return schema.has("properties") ? named + " & " + object(schema) : named;
  }

  private String object(JsonNode schema) {
    if (schema.has("properties")) {
      return TypeScript.block(properties(schema));
    }
    var values = schema.path("additionalProperties");
    var value = values.isObject() ? type(values) : "Json";
    var keys = schema.path("propertyNames");
    return keys.isMissingNode()
        ? "{ [key: string]: " + value + " }"
        : "{ [key in " + type(keys) + "]?: " + value + " }";
  }

  private String properties(JsonNode schema) {
    var required = schema.path("required").valueStream().map(JsonNode::asString).toList();
    return schema
        .path("properties")
        .propertyStream()
        .map(it ->
            TypeScript.member(
                it.getKey(),
                !required.contains(it.getKey()),
                type(it.getValue()),
                note(it.getValue())))
        .collect(Collectors.joining());
  }

  private static @Nullable String note(JsonNode schema) {
    var description = schema.path("description");
    return description.isString() ? description.stringValue() : null;
  }
}
