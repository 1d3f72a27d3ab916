package dev.tinybase.schema;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Translates a JSON Schema (2020-12) of an object into the {@code fields} form. What that form
 * cannot express is refused, never dropped in silence.
 */
final class JsonSchemaReader {
  private static final Set<String> TOP =
      Set.of(
          "$schema $id $comment title description type properties required additionalProperties"
              .split(" ", -1));
  private static final Set<String> SILENT = Set.of("$comment", "examples", "deprecated");

  /** Keywords with their name in the {@code fields} form. */
  private static final Map<String, String> KEYWORDS = keywords();

  private static final Set<String> NUMBER_FORMATS = Set.of("int32", "int64", "float", "double");
  private static final Map<String, String> TEXT_FORMATS =
      Map.of("email", "email", "uri", "url", "url", "url", "uuid", "uuid", "slug", "slug");
  private static final Map<String, String> TYPE_FORMATS =
      Map.of("date", "date", "date-time", "datetime", "decimal", "decimal");

  private final SchemaErrors findings;

  JsonSchemaReader(SchemaErrors findings) {
    this.findings = findings;
  }

  /** Whether the object is meant as JSON Schema rather than as a list of fields. */
  static boolean isJsonSchema(ObjectNode schema) {
    return !schema.has("fields")
        && (schema.has("properties") || schema.has("type") || schema.has("$schema"));
  }

  /** The entries of {@code fields}. */
  ArrayNode fields(ObjectNode schema) {
    var fields = Json.mapper().createArrayNode();
    checkTop(schema);
    var required = required(schema);
    var properties = schema.path("properties");
    if (!properties.isObject() && !properties.isMissingNode()) {
      findings.add("", "wrong_type", "'properties' must be an object");
    }
    for (var property : properties.properties()) {
      var name = property.getKey();
      if (property.getValue() instanceof ObjectNode spec) {
        var field = fields.addObject().put("name", name);
        translate(name, spec, field);
        if (required.remove(name)) {
          field.put("required", true);
        }
      } else {
        findings.add(name, "wrong_type", "a property's schema must be an object");
      }
    }
    required.forEach(
        name -> findings.add(name, "invalid_required", "required, but not among the properties"));
    return fields;
  }

  private void checkTop(ObjectNode schema) {
    for (var key : schema.propertyNames()) {
      if (!TOP.contains(key) && !findings.isFull()) {
        findings.add(
            "",
            "unknown_key",
            "'" + Texts.abbreviate(key) + "' is not supported" + DidYouMean.hint(key, TOP));
      }
    }
    if (schema.has("type") && !schema.path("type").stringValue("").equals("object")) {
      findings.add("", "wrong_type", "the JSON Schema of a collection has the type 'object'");
    }
    var others = schema.path("additionalProperties");
    if (!others.isMissingNode() && !(others.isBoolean() && !others.booleanValue())) {
      findings.add(
          "",
          "unknown_key",
          "'additionalProperties' can be false only; options.unknown = \"ignore\" drops them");
    }
  }

  private Set<String> required(ObjectNode schema) {
    var names = new HashSet<String>();
    var list = schema.path("required");
    if (list.isMissingNode()) {
      return names;
    }
    for (var name : list.values()) {
      names.add(name.isString() ? name.stringValue() : "");
    }
    if (!list.isArray() || names.contains("")) {
      findings.add("", "wrong_type", "'required' must be a list of names");
      names.remove("");
    }
    return names;
  }

  private void translate(String name, ObjectNode spec, ObjectNode field) {
    var type = type(name, spec, field);
    field.put("type", type);
    for (var entry : spec.properties()) {
      keyword(name, entry.getKey(), entry.getValue(), type, field);
    }
  }

  private void keyword(String name, String key, JsonNode value, String type, ObjectNode field) {
    if (key.equals("enum") && value.isArray()) {
      enumeration((ArrayNode) value, field);
    } else if (KEYWORDS.containsKey(key)) {
      field.set(KEYWORDS.get(key), value);
    } else if (key.equals("const")) {
      field.putArray("values").add(value);
    } else if (key.equals("format")) {
      format(name, value, type, field);
    } else if (key.equals("items")) {
      items(name, value, field);
    } else if (key.equals("additionalProperties") && type.equals("object") && value.isBoolean()) {
      return; // an object field takes any keys, which is JSON Schema's default too
    } else if (!key.equals("type") && !SILENT.contains(key) && !findings.isFull()) {
      var known = new HashSet<>(KEYWORDS.keySet());
      known.addAll(Set.of("type", "format", "items", "const"));
      findings.add(
          name,
          "unknown_key",
          "'" + Texts.abbreviate(key) + "' is not supported" + DidYouMean.hint(key, known));
    }
  }

  /** The type's name in the canonical form; notes {@code null} among the types. */
  private String type(String name, ObjectNode spec, ObjectNode field) {
    var types = new ArrayList<String>();
    var node = spec.path("type");
    (node.isArray() ? List.copyOf(node.values()) : List.of(node))
        .forEach(item -> types.add(item.stringValue("")));
    if (node.isArray() && types.remove("null")) {
      field.put("nullable", true);
    }
    if (node.isMissingNode()) {
      return spec.has("enum") || spec.has("const") || spec.has("pattern") ? "string" : "json";
    }
    if (types.containsAll(List.of("string", "number")) && types.size() == 2) {
      types.remove("number"); // how JSON Schema spells a decimal that may come as either
    }
    if (types.size() != 1) {
      findings.add(name, "unknown_type", "'type' must be one type, or one and \"null\"");
      return "json";
    }
    var format = spec.path("format").stringValue("").toLowerCase(Locale.ROOT);
    return switch (types.getFirst()) {
      case "string" -> TYPE_FORMATS.getOrDefault(format, "string");
      case "array" -> "list";
      default -> types.getFirst();
    };
  }

  private void format(String name, JsonNode value, String type, ObjectNode field) {
    var format = value.stringValue("").toLowerCase(Locale.ROOT);
    if (TYPE_FORMATS.containsKey(format) && type.equals(TYPE_FORMATS.get(format))) {
      return;
    }
    if (NUMBER_FORMATS.contains(format) && Set.of("integer", "number").contains(type)) {
      return;
    }
    if (!TEXT_FORMATS.containsKey(format)) {
      findings.add(
          name, "invalid_format", "the format '" + format + "' is not supported for this type");
      return;
    }
    field.put("format", TEXT_FORMATS.get(format));
  }

  private static void enumeration(ArrayNode words, ObjectNode field) {
    var values = field.putArray("values");
    for (var word : words.values()) {
      if (word.isNull()) {
        field.put("nullable", true);
      } else {
        values.add(word);
      }
    }
  }

  private void items(String name, JsonNode value, ObjectNode field) {
    if ((value.isBoolean() && value.booleanValue()) || (value.isObject() && value.isEmpty())) {
      return;
    }
    if (!(value instanceof ObjectNode spec)) {
      findings.add(name, "invalid_items", "'items' must be a schema");
      return;
    }
    var items = field.putObject("items");
    translate(name, spec, items);
  }

  private static Map<String, String> keywords() {
    var keywords = new HashMap<String, String>();
    for (var same :
        "pattern default description nullable unique index searchable hidden renamed_from label read_only"
            .split(" ", -1)) {
      keywords.put(same, same);
    }
    keywords.putAll(Map.of("minLength", "min_length", "maxLength", "max_length"));
    keywords.putAll(Map.of("minItems", "min_length", "maxItems", "max_length"));
    keywords.putAll(Map.of("minimum", "min", "maximum", "max", "enum", "values"));
    keywords.putAll(Map.of("title", "label", "readOnly", "read_only"));
    return Map.copyOf(keywords);
  }
}
