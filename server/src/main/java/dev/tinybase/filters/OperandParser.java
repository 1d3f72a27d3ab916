package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.json.Json;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.text.Decimals;
import dev.tinybase.text.TimeParser;
import dev.tinybase.text.Uuids;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the values of conditions as the Java type of the column's type.
 *
 * @param isText whether every value is text, as in a URL, and is converted; else a value must have
 *     the right JSON type
 */
record OperandParser(TargetResolver targets, boolean isText) {
  /** A number as JSON spells it. */
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");

  private static final Pattern VARIABLE = Pattern.compile("\\$[A-Za-z]");
  private static final int LARGEST_SCALE = 10_000;

  /** A constant of the type, a variable, or in rules another column of the same type. */
  Operand operand(JsonNode node, ColumnType type, String place) {
    if (node.isString() && VARIABLE.matcher(node.stringValue()).lookingAt()) {
      return variable(node.stringValue(), type, place);
    }
    return constant(node, type, place);
  }

  /** A constant of the type. */
  Operand.Value constant(JsonNode node, ColumnType type, String place) {
    var value = isText && !node.isString() ? null : value(node, type);
    if (value == null) {
      throw FilterParser.invalid(place, "must be " + wanted(type));
    }
    return new Operand.Value(value);
  }

  private Operand variable(String name, ColumnType type, String place) {
    var state = targets.state(name, place);
    if (state != null) {
      if (state.isList() || state.type() != type) {
        throw unfit(name, type, place);
      }
      return state.operand();
    }
    var variable = TargetResolver.variable(name, place);
    var wanted = type == ColumnType.JSON ? insideJson(variable) : type;
    if (!variable.canBe(wanted)) {
      throw unfit(name, type, place);
    }
    return new Operand.Variable(variable, wanted);
  }

  private static Problem unfit(String name, ColumnType type, String place) {
    return FilterParser.invalid(place, "must be " + wanted(type) + ", which " + name + " is not");
  }

  private static ColumnType insideJson(Variables.Name variable) {
    return variable.type() == ColumnType.BOOLEAN ? ColumnType.BOOLEAN : ColumnType.TEXT;
  }

  /** The value as the type's Java type; null when it is not one. */
  private @Nullable Object value(JsonNode node, ColumnType type) {
    return switch (type) {
      case TEXT -> node.isString() ? string(node.stringValue()) : null;
      case DATE -> node.isString() ? TimeParser.date(node.stringValue().strip()) : null;
      case TIMESTAMP ->
          node.isString() ? TimeParser.instant(node.stringValue().strip(), true) : null;
      case UUID -> node.isString() ? Uuids.parse(node.stringValue()).orElse(null) : null;
      case BOOLEAN -> truth(node);
      case INTEGER -> whole(number(node));
      case REAL -> real(number(node));
      case DECIMAL -> decimal(node);
      case JSON -> isText ? scalar(node.stringValue()) : scalar(node);
    };
  }

  private @Nullable BigDecimal number(JsonNode node) {
    return node.isNumber()
        ? node.decimalValue()
        : isText ? Decimals.parse(node.asString("")) : null;
  }

  /** A decimal number, also as text inside JSON. */
  private static @Nullable BigDecimal decimal(JsonNode node) {
    var number = node.isNumber() ? node.decimalValue() : Decimals.parse(node.asString(""));
    return number == null || Math.abs((long) number.scale()) > LARGEST_SCALE ? null : number;
  }

  /** Text as JSON where it reads as a number, true, false or a quoted text, else as it is. */
  private static @Nullable Object scalar(String text) {
    if (NUMBER.matcher(text).matches()) {
      return storable(new BigDecimal(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return string(quoted ? text.substring(1, text.length() - 1) : text);
  }

  private static @Nullable Object scalar(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> string(node.stringValue());
      case NUMBER -> storable(node.decimalValue());
      case BOOLEAN -> node.booleanValue();
      case ARRAY, OBJECT, NULL, MISSING, BINARY, POJO -> null;
    };
  }

  /** A number inside JSON: a Long where it is one, else a Double; null beyond both. */
  private static @Nullable Object storable(BigDecimal number) {
    var whole = whole(number);
    return whole != null ? whole : (Object) real(number);
  }

  private static @Nullable Double real(@Nullable BigDecimal number) {
    return number != null && Double.isFinite(number.doubleValue())
        ? (Double) number.doubleValue()
        : null;
  }

  private @Nullable Boolean truth(JsonNode node) {
    if (isText) {
      return FieldValues.truth(node.stringValue());
    }
    return node.isBoolean() ? node.booleanValue() : null;
  }

  /** Text that a database can hold; {@code $$} stands for a dollar sign at its beginning. */
  private static @Nullable String string(String text) {
    var plain = text.startsWith("$$") ? text.substring(1) : text;
    return Json.isWellFormed(text) ? plain : null;
  }

  private static @Nullable Long whole(@Nullable BigDecimal number) {
    return number == null ? null : Decimals.whole(number);
  }

  /** What a value of the type looks like. */
  private static String wanted(ColumnType type) {
    return switch (type) {
      case TEXT -> "a text without NUL characters";
      case INTEGER -> "a whole number of 64 bits";
      case REAL -> "a number";
      case DECIMAL -> "a decimal number";
      case BOOLEAN -> "true or false";
      case DATE -> "a date such as 2026-11-22";
      case TIMESTAMP -> "a time such as 2026-11-22T22:18:10Z";
      case JSON -> "a text, a number, true or false";
      case UUID -> "a UUID";
    };
  }
}
