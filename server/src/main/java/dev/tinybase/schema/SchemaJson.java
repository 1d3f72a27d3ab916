package dev.tinybase.schema;

import dev.tinybase.json.Json;
import dev.tinybase.schema.Schema.Visibility;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes a schema in its canonical form: {@code {"fields": […]}} with what is not the default. */
public final class SchemaJson {
  private SchemaJson() {}

  /** All fields. */
  public static ObjectNode of(Schema schema) {
    return of(schema.visibility(true));
  }

  /** The fields that an audience may read. */
  public static ObjectNode of(Visibility visibility) {
    var json = Json.object();
    var fields = json.putArray("fields");
    visibility.readable().forEach(field -> fields.add(of(field)));
    return json;
  }

  /** One field. */
  public static ObjectNode of(Field field) {
    var json = Json.object().put("name", field.name()).put("type", field.type().word());
    json.put("required", field.required());
    flag(json, "nullable", field.nullable());
    put(json, "default", field.fallback());
    constraints(json, field.type());
    put(json, "description", field.description());
    put(json, "label", field.label());
    flag(json, "unique", field.unique());
    flag(json, "index", field.index());
    flag(json, "searchable", field.searchable());
    flag(json, "hidden", field.hidden());
    flag(json, "read_only", field.readOnly());
    return json;
  }

  private static void constraints(ObjectNode json, FieldType type) {
    switch (type) {
      case FieldType.Text text -> text(json, text);
      case FieldType.Numeric<?> number -> {
        put(json, "min", number.min());
        put(json, "max", number.max());
      }
      case FieldType.ListOf list -> list(json, list);
      case FieldType.Bool _,
          FieldType.Date _,
          FieldType.DateTime _,
          FieldType.Json _,
          FieldType.Dictionary _ -> {}
    }
  }

  private static void text(ObjectNode json, FieldType.Text type) {
    lengths(json, type.minLength(), type.maxLength());
    put(json, "pattern", type.pattern() == null ? null : type.pattern().pattern());
    var format = type.format();
    put(json, "format", format == null ? null : format.name().toLowerCase(Locale.ROOT));
    if (!type.values().isEmpty()) {
      type.values().forEach(json.putArray("values")::add);
    }
  }

  private static void list(ObjectNode json, FieldType.ListOf type) {
    lengths(json, type.minLength(), type.maxLength());
    var items = Json.object();
    if (type.item() != null) {
      constraints(items, type.item());
    }
    if (!items.isEmpty()) {
      json.set("items", items);
    }
  }

  private static void lengths(ObjectNode json, @Nullable Integer least, @Nullable Integer most) {
    put(json, "min_length", least);
    put(json, "max_length", most);
  }

  private static void flag(ObjectNode json, String key, boolean value) {
    if (value) {
      json.put(key, true);
    }
  }

  /** Sets a key unless the value is null. */
  static void put(ObjectNode json, String key, @Nullable Object value) {
    if (value != null) {
      json.set(key, FieldValues.node(value));
    }
  }
}
