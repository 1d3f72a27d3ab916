package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.text.Uuids;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Converts what a client sent to the Java type of a column's type; null stands for "is not one".
 */
final class Literals {
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,19}");
  private static final int LARGEST_SCALE = 10_000;

  private Literals() {}

  /** The value of a JSON node; null when it is not of the type. */
  static @Nullable Object fromJson(JsonNode node, ColumnType type) {
    return switch (type) {
      case TEXT -> node.isString() ? string(node.stringValue()) : null;
      case INTEGER -> node.isNumber() ? whole(node.decimalValue()) : null;
      case REAL -> node.isNumber() ? real(node.decimalValue()) : null;
      case DECIMAL -> decimal(node);
      case BOOLEAN -> node.isBoolean() ? node.booleanValue() : null;
      case DATE -> node.isString() ? date(node.stringValue()) : null;
      case TIMESTAMP -> node.isString() ? instant(node.stringValue()) : null;
      case UUID -> node.isString() ? uuid(node.stringValue()) : null;
      case JSON -> scalar(node);
    };
  }

  /** The value of a text in a URL; null when it does not read as the type. */
  static @Nullable Object fromText(JsonNode node, ColumnType type) {
    if (!node.isString()) {
      return null;
    }
    var text = node.stringValue();
    return switch (type) {
      case TEXT -> string(text);
      case INTEGER -> WHOLE.matcher(text).matches() ? whole(new BigDecimal(text)) : null;
      case REAL -> NUMBER.matcher(text).matches() ? real(new BigDecimal(text)) : null;
      case DECIMAL -> decimal(text);
      case BOOLEAN -> truth(text);
      case DATE -> date(text);
      case TIMESTAMP -> instant(text);
      case UUID -> uuid(text);
      case JSON -> scalar(text);
    };
  }

  /** Text as JSON where it reads as a number, true, false or a quoted text, else as it is. */
  private static @Nullable Object scalar(String text) {
    if (NUMBER.matcher(text).matches()) {
      return number(new BigDecimal(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return truth(text);
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return string(quoted ? text.substring(1, text.length() - 1) : text);
  }

  private static @Nullable Object scalar(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> string(node.stringValue());
      case NUMBER -> number(node.decimalValue());
      case BOOLEAN -> node.booleanValue();
      case ARRAY, OBJECT, NULL, MISSING, BINARY, POJO -> null;
    };
  }

  /** A number inside JSON: a Long where it is one, else a Double; null beyond both. */
  private static @Nullable Object number(BigDecimal number) {
    var whole = whole(number);
    return whole != null ? whole : (Object) real(number);
  }

  /** A number that is stored inside JSON; a Double may be infinite. */
  static Object anyNumber(BigDecimal number) {
    var whole = whole(number);
    return whole != null ? whole : (Object) number.doubleValue();
  }

  private static @Nullable Long whole(BigDecimal number) {
    try {
      return Math.abs((long) number.scale()) > 400 ? null : (Long) number.longValueExact();
    } catch (ArithmeticException _) {
      return null;
    }
  }

  private static @Nullable Double real(BigDecimal number) {
    double value = number.doubleValue();
    return Double.isFinite(value) ? (Double) value : null;
  }

  private static @Nullable BigDecimal decimal(JsonNode node) {
    return node.isNumber() ? decimal(node.decimalValue()) : decimal(node.asString(""));
  }

  private static @Nullable BigDecimal decimal(String text) {
    return NUMBER.matcher(text).matches() ? decimal(new BigDecimal(text)) : null;
  }

  private static @Nullable BigDecimal decimal(BigDecimal value) {
    return Math.abs((long) value.scale()) > LARGEST_SCALE ? null : value;
  }

  private static @Nullable Boolean truth(String text) {
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> null;
    };
  }

  private static @Nullable String string(String text) {
    boolean storable = text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    return storable ? unescape(text) : null;
  }

  private static String unescape(String text) {
    return text.startsWith("$$") ? text.substring(1) : text;
  }

  private static @Nullable LocalDate date(String text) {
    try {
      return text.length() == 10 ? LocalDate.parse(text) : null;
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static @Nullable Instant instant(String text) {
    var day = date(text);
    if (day != null) {
      return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    try {
      var time =
          OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).withOffsetSameInstant(ZoneOffset.UTC);
      boolean storable = time.getYear() >= 0 && time.getYear() <= 9999;
      return storable ? time.toInstant().truncatedTo(ChronoUnit.MICROS) : null;
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static @Nullable UUID uuid(String text) {
    return Uuids.parse(text).orElse(null);
  }

  /** The type as schemas name it. */
  static String word(ColumnType type) {
    return switch (type) {
      case TEXT -> "string";
      case INTEGER -> "integer";
      case REAL -> "number";
      case DECIMAL -> "decimal";
      case BOOLEAN -> "boolean";
      case DATE -> "date";
      case TIMESTAMP -> "datetime";
      case JSON -> "json";
      case UUID -> "uuid";
    };
  }

  /** What a value of the type looks like. */
  static String wanted(ColumnType type) {
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
