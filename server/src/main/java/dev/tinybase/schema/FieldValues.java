package dev.tinybase.schema;

import dev.tinybase.db.JsonText;
import dev.tinybase.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Between JSON and the Java values that {@link FieldType} describes. JSON null is the caller's to
 * handle.
 */
public final class FieldValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private FieldValues() {}

  /**
   * Converts a value and checks it against the type's constraints.
   *
   * @param coerce whether texts and numbers that plainly mean the same are taken
   * @throws InvalidValue when the type or a constraint refuses it
   */
  public static Object read(FieldType type, JsonNode node, boolean coerce) {
    return switch (type) {
      case FieldType.Text text -> ConstraintChecks.check(text, JsonScalars.text(node));
      case FieldType.Whole whole -> ConstraintChecks.check(whole, JsonScalars.whole(node, coerce));
      case FieldType.Real real -> ConstraintChecks.check(real, JsonScalars.real(node, coerce));
      case FieldType.Decimal decimal -> ConstraintChecks.check(decimal, JsonScalars.decimal(node));
      case FieldType.ListOf list -> list(list, node, coerce, true);
      case FieldType.Bool _,
          FieldType.Date _,
          FieldType.DateTime _,
          FieldType.Json _,
          FieldType.Dictionary _ ->
          convert(type, node, coerce);
    };
  }

  /**
   * Converts a value without looking at constraints, as filters need it.
   *
   * @throws InvalidValue when the type refuses it
   */
  public static Object convert(FieldType type, JsonNode node, boolean coerce) {
    return switch (type) {
      case FieldType.Text _ -> JsonScalars.text(node);
      case FieldType.Whole _ -> JsonScalars.whole(node, coerce);
      case FieldType.Real _ -> JsonScalars.real(node, coerce);
      case FieldType.Decimal _ -> JsonScalars.decimal(node);
      case FieldType.Bool _ -> JsonScalars.bool(node, coerce);
      case FieldType.Date _ -> JsonScalars.date(node, coerce);
      case FieldType.DateTime _ -> JsonScalars.instant(node, coerce);
      case FieldType.Json _ -> new JsonText(Json.text(node));
      case FieldType.Dictionary _ -> object(node);
      case FieldType.ListOf list -> list(list, node, coerce, false);
    };
  }

  /** The JSON of a value as it stands on the wire. */
  public static JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case String text -> NODES.stringNode(text);
      case Long number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      case BigDecimal number -> NODES.stringNode(number.toPlainString());
      case Boolean truth -> NODES.booleanNode(truth);
      case JsonText json -> Json.trusted(json.text());
      case LocalDate day -> NODES.stringNode(day.toString());
      case Instant instant -> NODES.stringNode(instant.toString());
      default -> throw new IllegalArgumentException("no value of a field: " + value.getClass());
    };
  }

  private static JsonText object(JsonNode node) {
    if (!node.isObject()) {
      throw JsonScalars.wrong("an object", node);
    }
    return new JsonText(Json.text(node));
  }

  private static JsonText list(
      FieldType.ListOf type, JsonNode node, boolean coerce, boolean constraints) {
    if (!node.isArray()) {
      throw JsonScalars.wrong("a list", node);
    }
    if (constraints) {
      ConstraintChecks.items(type, node.size());
    }
    var item = type.item();
    return new JsonText(Json.text(item == null ? node : items(item, node, coerce, constraints)));
  }

  private static ArrayNode items(
      FieldType item, JsonNode node, boolean coerce, boolean constraints) {
    var items = NODES.arrayNode(node.size());
    for (var element : node.values()) {
      try {
        var value = constraints ? read(item, element, coerce) : convert(item, element, coerce);
        items.add(node(value));
      } catch (InvalidValue e) {
        throw new InvalidValue(e.code(), "item " + items.size() + " " + e.reason());
      }
    }
    return items;
  }
}
