package dev.tinybase.schema;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Converts JSON scalars. Strictly a value must have the JSON type of its field; leniently (option
 * {@code coerce}) texts and numbers that plainly mean the same are taken, as the original does,
 * except NaN and infinities.
 */
final class JsonScalars {
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "t", "y", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "f", "n", "0");

  private JsonScalars() {}

  static String text(JsonNode node) {
    if (!node.isString()) {
      throw wrong("a string", node);
    }
    return node.stringValue();
  }

  static Long whole(JsonNode node, boolean lenient) {
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? node.longValue() : beyond();
    }
    if (!lenient) {
      throw wrong("an integer", node);
    }
    if (node.isBoolean()) {
      return node.booleanValue() ? 1L : 0L;
    }
    var number = Decimals.whole(number(node, "an integer"));
    if (number == null) {
      throw wrong("an integer of 64 bits", node);
    }
    return number;
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

  private static BigDecimal number(JsonNode node, String expected) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    var number = node.isString() ? Decimals.parse(node.stringValue().strip()) : null;
    if (number == null) {
      throw wrong(expected, node);
    }
    return number;
  }

  private static Long beyond() {
    throw new InvalidValue(
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
