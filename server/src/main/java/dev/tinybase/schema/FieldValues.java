package dev.tinybase.schema;

import dev.tinybase.db.JsonText;
import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Between JSON and the Java values that {@link FieldType} describes. JSON null is the caller's to
 * handle. Strictly a value must have the JSON type of its field; leniently (option {@code coerce})
 * texts and numbers that plainly mean the same are taken, as the original does, except NaN and
 * infinities.
 */
public final class FieldValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "t", "y", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "f", "n", "0");

  private FieldValues() {}

  /**
   * Converts a value and checks it against the type's constraints.
   *
   * @param coerce whether texts and numbers that plainly mean the same are taken
   * @throws InvalidValue when the type or a constraint refuses it
   */
  public static Object read(FieldType type, JsonNode node, boolean coerce) {
    return switch (type) {
      case FieldType.Text text -> text.check(text(node));
      case FieldType.Whole whole -> whole.check(whole(node, coerce));
      case FieldType.Real real -> real.check(real(node, coerce));
      case FieldType.Decimal decimal -> decimal.check(decimal(node));
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
      case FieldType.Text _ -> text(node);
      case FieldType.Whole _ -> whole(node, coerce);
      case FieldType.Real _ -> real(node, coerce);
      case FieldType.Decimal _ -> decimal(node);
      case FieldType.Bool _ -> bool(node, coerce);
      case FieldType.Date _ -> date(node, coerce);
      case FieldType.DateTime _ -> instant(node, coerce);
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
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      case BigDecimal number -> NODES.stringNode(number.toPlainString());
      case Boolean truth -> NODES.booleanNode(truth);
      case JsonNode json -> json;
      case JsonText json -> Json.trusted(json.text());
      case LocalDate day -> NODES.stringNode(day.toString());
      case Instant instant -> NODES.stringNode(instant.toString());
      default -> throw new IllegalArgumentException("no value of a field: " + value.getClass());
    };
  }

  private static JsonText object(JsonNode node) {
    if (!node.isObject()) {
      throw wrong("an object", node);
    }
    return new JsonText(Json.text(node));
  }

  private static JsonText list(
      FieldType.ListOf type, JsonNode node, boolean coerce, boolean constraints) {
    if (!node.isArray()) {
      throw wrong("a list", node);
    }
    if (constraints) {
      type.check(node.size());
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
        throw e.in("item " + items.size());
      }
    }
    return items;
  }

  static String text(JsonNode node) {
    if (!node.isString()) {
      throw wrong("a string", node);
    }
    return node.stringValue();
  }

  static Long whole(JsonNode node, boolean lenient) {
    if (node.isIntegralNumber()) {
      if (!node.canConvertToLong()) {
        throw beyond();
      }
      return node.longValue();
    }
    if (!node.isNumber() && !lenient) {
      throw wrong("an integer", node);
    }
    if (node.isBoolean()) {
      return node.booleanValue() ? 1L : 0L;
    }
    return whole(number(node, "an integer"), node);
  }

  static Double real(JsonNode node, boolean lenient) {
    if (!node.isNumber() && !lenient) {
      throw wrong("a number", node);
    }
    if (node.isBoolean()) {
      return node.booleanValue() ? 1.0 : 0.0;
    }
    double number = number(node, "a number").doubleValue();
    if (Double.isInfinite(number)) {
      throw new InvalidValue("out_of_range", "must be a number of at most 1.7976931348623157e308");
    }
    return number == 0 ? 0.0 : number;
  }

  static BigDecimal decimal(JsonNode node) {
    var number = Decimals.canonical(number(node, "a decimal number"));
    if (number == null) {
      throw new InvalidValue(
          "out_of_range",
          "must have at most " + Decimals.MAX_DIGITS + " digits before and after the point");
    }
    return number;
  }

  static Boolean bool(JsonNode node, boolean lenient) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (lenient && (node.isString() || node.isNumber())) {
      var word = node.isString() ? node.stringValue().strip() : zeroOrOne(node);
      if (word.length() <= 5) {
        var lower = word.toLowerCase(Locale.ROOT);
        if (TRUE.contains(lower) || FALSE.contains(lower)) {
          return TRUE.contains(lower);
        }
      }
      if (node.isString()) {
        throw misread("true or false", word);
      }
    }
    throw wrong("true or false", node);
  }

  static LocalDate date(JsonNode node, boolean lenient) {
    if (node.isString()) {
      var day = TimeParser.date(lenient ? node.stringValue().strip() : node.stringValue());
      if (day != null) {
        return day;
      }
      throw new InvalidValue("invalid_format", "must be a date such as 2026-11-22");
    }
    throw wrong("a date such as \"2026-11-22\"", node);
  }

  static Instant instant(JsonNode node, boolean lenient) {
    if (node.isString()) {
      var text = lenient ? node.stringValue().strip() : node.stringValue();
      var instant = TimeParser.instant(text, lenient);
      if (instant != null) {
        return instant;
      }
      throw new InvalidValue(
          "invalid_format",
          "must be a time with its offset from UTC such as 2026-11-22T22:18:10Z (RFC 3339)");
    }
    throw wrong("a time such as \"2026-11-22T22:18:10Z\"", node);
  }

  static InvalidValue wrong(String expected, JsonNode found) {
    return new InvalidValue("wrong_type", "must be " + expected + ", not " + describe(found));
  }

  /** Where texts are taken as well, but not this one. */
  private static InvalidValue misread(String expected, String text) {
    return new InvalidValue(
        "wrong_type", "must be " + expected, ", not '" + Texts.abbreviate(text) + "'");
  }

  private static BigDecimal number(JsonNode node, String expected) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    var number = node.isString() ? Decimals.parse(node.stringValue()) : null;
    if (number == null) {
      throw node.isString() ? misread(expected, node.stringValue()) : wrong(expected, node);
    }
    return number;
  }

  /** The integer that a number equals: 5.0 is 5, as JSON Schema has it. */
  private static Long whole(BigDecimal number, JsonNode node) {
    var whole = Decimals.whole(number);
    if (whole == null) {
      if (number.stripTrailingZeros().scale() <= 0) {
        throw beyond();
      }
      throw node.isString() ? misread("an integer", node.stringValue()) : wrong("an integer", node);
    }
    return whole;
  }

  private static InvalidValue beyond() {
    return new InvalidValue(
        "out_of_range", "must be from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE + " (64 bits)");
  }

  private static String zeroOrOne(JsonNode node) {
    var number = node.decimalValue();
    return number.signum() == 0 ? "0" : number.compareTo(BigDecimal.ONE) == 0 ? "1" : "";
  }

  private static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "a string";
      case NUMBER -> node.isIntegralNumber() ? "an integer" : "a fractional number";
      case BOOLEAN -> "a boolean";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case NULL, MISSING -> "null";
      case BINARY, POJO -> "something else";
    };
  }
}
