package dev.tinybase.schema;

import dev.tinybase.json.Json;
import dev.tinybase.schema.Schema.Visibility;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema (2020-12) of the {@code data} of a collection's records. */
public final class RecordJsonSchema {
  /** The dialect to name in {@code $schema} where the result stands alone. */
  public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  /** Which side of the wire is described. */
  public enum Form {
    /** What records look like in answers: every field is there. */
    READ,
    /** What may be sent to make or replace a record. */
    WRITE
  }

  private RecordJsonSchema() {}

  /** The schema of an object with the fields that the caller may see (and, to write, set). */
  public static ObjectNode of(Visibility visibility, Form form) {
    var json = Json.object().put("type", "object");
    var properties = json.putObject("properties");
    var required = Json.mapper().createArrayNode();
    var fields = visibility.schema().fields();
    for (int i = 0; i < fields.size(); i++) {
      if (form == Form.READ ? visibility.isReadable(i) : visibility.isWritable(i)) {
        var field = fields.get(i);
        properties.set(field.name(), property(field, form));
        if (form == Form.READ || (field.required() && field.fallback() == null)) {
          required.add(field.name());
        }
      }
    }
    if (!required.isEmpty()) {
      json.set("required", required);
    }
    return json.put("additionalProperties", false);
  }

  private static ObjectNode property(Field field, Form form) {
    var json = Json.object();
    type(json, field.type(), form);
    if (field.acceptsNull()) {
      allowNull(json);
    }
    SchemaJson.put(json, "title", field.label());
    SchemaJson.put(json, "description", field.description());
    SchemaJson.put(json, "default", field.fallback());
    if (field.readOnly()) {
      json.put("readOnly", true);
    }
    return json;
  }

  private static void type(ObjectNode json, FieldType type, Form form) {
    switch (type) {
      case FieldType.Text text -> text(json, text);
      case FieldType.Whole whole -> number(json, "integer", "int64", whole);
      case FieldType.Real real -> number(json, "number", "double", real);
      case FieldType.Decimal decimal -> decimal(json, decimal, form);
      case FieldType.Bool _ -> json.put("type", "boolean");
      case FieldType.Date _ -> json.put("type", "string").put("format", "date");
      case FieldType.DateTime _ -> json.put("type", "string").put("format", "date-time");
      case FieldType.Json _ -> {}
      case FieldType.Dictionary _ -> json.put("type", "object");
      case FieldType.ListOf list -> list(json.put("type", "array"), list, form);
    }
  }

  private static void text(ObjectNode json, FieldType.Text type) {
    json.put("type", "string");
    SchemaJson.put(json, "minLength", type.minLength());
    SchemaJson.put(json, "maxLength", type.maxLength());
    SchemaJson.put(json, "pattern", type.pattern() == null ? null : type.pattern().pattern());
    var format = type.format();
    if (format != null) {
      var word = format == FieldType.Format.URL ? "uri" : format.name().toLowerCase(Locale.ROOT);
      json.put("format", word);
    }
    if (!type.values().isEmpty()) {
      type.values().forEach(json.putArray("enum")::add);
    }
  }

  private static void number(
      ObjectNode json, String type, String format, FieldType.Numeric<?> bounds) {
    json.put("type", type).put("format", format);
    SchemaJson.put(json, "minimum", bounds.min());
    SchemaJson.put(json, "maximum", bounds.max());
  }

  /** JSON Schema holds the bounds against numbers only; the server against texts, too. */
  private static void decimal(ObjectNode json, FieldType.Decimal type, Form form) {
    if (form == Form.READ) {
      json.put("type", "string").put("format", "decimal");
    } else {
      json.putArray("type").add("string").add("number");
      json.put("format", "decimal");
      if (type.min() != null) {
        json.put("minimum", type.min());
      }
      if (type.max() != null) {
        json.put("maximum", type.max());
      }
    }
  }

  private static void list(ObjectNode json, FieldType.ListOf type, Form form) {
    SchemaJson.put(json, "minItems", type.minLength());
    SchemaJson.put(json, "maxItems", type.maxLength());
    if (type.item() != null) {
      type(json.putObject("items"), type.item(), form);
    }
  }

  /** Null among the types, and among the values of an enumeration; any type allows it already. */
  private static void allowNull(ObjectNode json) {
    var type = json.get("type");
    if (type == null) {
      return;
    }
    var types = json.putArray("type");
    if (type.isArray()) {
      type.values().forEach(types::add);
    } else {
      types.add(type);
    }
    types.add("null");
    if (json.has("enum")) {
      json.withArray("enum").addNull();
    }
  }
}
