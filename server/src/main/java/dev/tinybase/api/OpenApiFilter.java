package dev.tinybase.api;

import static dev.tinybase.api.OpenApiSchemas.REFERENCE;

import dev.tinybase.db.ColumnType;
import dev.tinybase.json.Json;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.JsonSchemaExample;
import dev.tinybase.schema.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema of the filters of one collection: each field with the values and operators of its
 * type. What belongs to a type is beside it, once for all collections.
 */
final class OpenApiFilter {
  private static final String OPERATORS = "Operators";
  private static final String CONDITION = "Condition";

  private final Schema.Visibility visibility;
  private final String self;

  /**
   * Of one collection.
   *
   * @param self the name of the schema that is made
   */
  OpenApiFilter(Schema.Visibility visibility, String self) {
    this.visibility = visibility;
    this.self = self;
  }

  /** The schema; those it refers to are put among these. */
  ObjectNode schema(ObjectNode schemas) {
    var filter =
        Json.object()
            .put("type", "object")
            .put("description", "Conditions, all of which must hold.");
    var properties = filter.putObject("properties");
    boolean json = false;
    for (var field : visibility.readable()) {
      properties.set(field.name(), condition(field.type(), schemas));
      json |=
          field.type() instanceof FieldType.Json || field.type() instanceof FieldType.Dictionary;
    }
    for (var name : Schema.SYSTEM_NAMES.stream().sorted().toList()) {
      boolean time = Schema.SYSTEM_COLUMNS.get(name) == ColumnType.TIMESTAMP;
      properties.set(name, reference(time ? "DateTime" : "Id", schemas));
    }
    for (var several : new String[] {"and", "or"}) {
      properties.putObject(several).put("type", "array").set("items", ownReference());
    }
    properties.set("not", ownReference());
    return filter.put("additionalProperties", json); // paths into JSON have dots
  }

  private ObjectNode ownReference() {
    return Json.object().put("$ref", REFERENCE + self);
  }

  private static ObjectNode condition(FieldType type, ObjectNode schemas) {
    return switch (type) {
      case FieldType.Text text when !text.values().isEmpty() -> choice(text, schemas);
      case FieldType.Text _ -> reference("Text", schemas);
      case FieldType.Whole _ -> reference("Integer", schemas);
      case FieldType.Real _ -> reference("Number", schemas);
      case FieldType.Decimal _ -> reference("Decimal", schemas);
      case FieldType.Bool _ -> reference("Boolean", schemas);
      case FieldType.Date _ -> reference("Date", schemas);
      case FieldType.DateTime _ -> reference("DateTime", schemas);
      case FieldType.Json _, FieldType.Dictionary _ ->
          Json.object().put("description", "A value, or an object of operators.");
      case FieldType.ListOf list -> list(list.item(), schemas);
    };
  }

  /** One of the values, or operators. */
  private static ObjectNode choice(FieldType.Text text, ObjectNode schemas) {
    reference("Text", schemas);
    var either = Json.object();
    var options = either.putArray("anyOf");
    text.values().forEach(options.addObject().put("type", "string").putArray("enum")::add);
    options.addObject().put("$ref", REFERENCE + "Text" + OPERATORS);
    return either;
  }

  private static ObjectNode list(@Nullable FieldType item, ObjectNode schemas) {
    var kind =
        switch (item) {
          case null -> "";
          case FieldType.Whole _ -> "Integer";
          case FieldType.Real _ -> "Number";
          case FieldType.Bool _ -> "Boolean";
          default -> "Text";
        };
    var name = kind + "List" + OPERATORS;
    if (!schemas.has(name)) {
      schemas.set(name, listOperators(kind.isEmpty() ? Json.object() : value(kind)));
    }
    return Json.object().put("$ref", REFERENCE + name);
  }

  private static ObjectNode listOperators(ObjectNode item) {
    var operators = operators();
    var properties = operators.putObject("properties");
    properties.set("has", item);
    for (var several : new String[] {"has_any", "has_all", "subset"}) {
      properties.putObject(several).put("type", "array").set("items", item.deepCopy());
    }
    properties.putObject("length").put("description", "A number, or {\"gt\": 2}.");
    properties.putObject("null").put("type", "boolean");
    operators.putObject("example").put("null", false);
    return operators;
  }

  /** The conditions on a type: a plain value, or operators. */
  private static ObjectNode reference(String kind, ObjectNode schemas) {
    var name = kind + CONDITION;
    if (!schemas.has(name)) {
      schemas.set(kind + OPERATORS, operators(kind));
      var either = Json.object();
      either
          .putArray("anyOf")
          .add(value(kind))
          .add(Json.object().put("$ref", REFERENCE + kind + OPERATORS));
      either.put("description", "A value to be equal to, or operators.");
      schemas.set(name, either.set("example", example(kind)));
    }
    return Json.object().put("$ref", REFERENCE + name);
  }

  /** A value of a type; those that may be variables, such as $now, have no format. */
  private static ObjectNode value(String kind) {
    var value = Json.object();
    return switch (kind) {
      case "Integer" -> value.put("type", "integer").put("format", "int64");
      case "Number" -> value.put("type", "number").put("format", "double");
      case "Boolean" -> value.put("type", "boolean");
      case "Date" -> value.put("type", "string").put("description", "A day, or $today.");
      case "DateTime" -> value.put("type", "string").put("description", "A time, or $now.");
      case "Id" -> value.put("type", "string").put("description", "A UUID, or $user.id.");
      case "Decimal" -> value.put("type", "string").put("description", "A decimal number.");
      default -> value.put("type", "string");
    };
  }

  private static JsonNode example(String kind) {
    var texts = Map.of("Date", "$today", "DateTime", "$now", "Id", "$user.id", "Decimal", "9.9");
    var value = value(kind);
    return new JsonSchemaExample()
        .of(kind, texts.containsKey(kind) ? value.put("example", texts.get(kind)) : value)
        .orElse(value);
  }

  private static ObjectNode operators(String kind) {
    var operators = operators();
    var properties = operators.putObject("properties");
    add(properties, value(kind), "eq", "ne");
    if (!kind.equals("Boolean")) {
      add(properties, value(kind), "gt", "gte", "lt", "lte");
    }
    var several = Json.object().put("type", "array").set("items", value(kind));
    add(properties, several, "in", "nin");
    if (kind.equals("Text")) {
      add(properties, value(kind), "contains", "starts_with", "ends_with", "icontains", "like");
    }
    add(properties, Json.object().put("type", "boolean"), "null");
    operators.putObject("example").set("ne", example(kind));
    return operators;
  }

  private static ObjectNode operators() {
    return Json.object()
        .put("type", "object")
        .put("description", "Operators, all of which must hold.")
        .put("additionalProperties", false);
  }

  private static void add(ObjectNode properties, ObjectNode schema, String... names) {
    for (var name : names) {
      properties.set(name, schema.deepCopy());
    }
  }
}
