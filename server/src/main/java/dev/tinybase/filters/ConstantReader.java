package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.FilterParser.Place;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Decimals;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.text.Uuids;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the constants of filters, as the values of records are read. */
final class ConstantReader {
  /** What values are read as, without the constraints of any field. */
  private static final Map<ColumnType, FieldType> TYPES =
      Stream.of(
              new FieldType.Text(null, null, null, null, List.of()),
              new FieldType.Whole(null, null),
              new FieldType.Real(null, null),
              new FieldType.Decimal(null, null),
              new FieldType.Bool(),
              new FieldType.Date(),
              new FieldType.DateTime(),
              new FieldType.Json())
          .collect(Collectors.toMap(FieldType::column, Function.identity()));

  /** A time whose offset has a space for its plus sign, as a URL's query means it. */
  private static final Pattern PLUS_LOST =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt ][\\d:.]{1,20} \\d\\d:?\\d\\d");

  /** A number as JSON spells it; others, such as {@code +49}, are texts inside JSON. */
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");

  private static final int LARGEST_SCALE = 10_000;

  private ConstantReader() {}

  /**
   * A constant of the type.
   *
   * @param isText whether every value is text, as in a URL, and is converted
   * @throws dev.tinybase.errors.Problem 400 for another value, naming the place
   */
  static Operand.Value read(JsonNode node, ColumnType type, boolean isText, Place place) {
    try {
      return new Operand.Value(value(node, type, isText));
    } catch (InvalidValue _) {
      boolean lacksPlus = PLUS_LOST.matcher(node.stringValue("")).matches();
      var hint = lacksPlus ? "; in a URL a + is written %2B, a bare one is a space" : "";
      throw FilterParser.invalid(place, "must be " + wanted(type) + hint);
    }
  }

  /** The type of fields that have such a column; not for ids. */
  static FieldType type(ColumnType type) {
    return Objects.requireNonNull(TYPES.get(type));
  }

  private static Object value(JsonNode node, ColumnType type, boolean isText) {
    return switch (type) {
      case TEXT -> string(node.isString() ? node.stringValue() : null);
      case UUID ->
          Uuids.parse(node.asString(""))
              .orElseThrow(() -> new InvalidValue("wrong_type", "no UUID"));
      case JSON -> isText ? scalar(node.stringValue()) : scalar(node);
      case INTEGER -> convert(node, type, isText || node.isNumber());
      case TIMESTAMP -> convert(node, type, true);
      case REAL, BOOLEAN, DATE -> convert(node, type, isText);
      case DECIMAL -> decimal(node);
    };
  }

  private static Object convert(JsonNode node, ColumnType type, boolean lenient) {
    return FieldValues.convert(type(type), node, lenient);
  }

  /** A decimal number, also as text inside JSON, and also one beyond those that can be stored. */
  private static BigDecimal decimal(JsonNode node) {
    var number = node.isNumber() ? node.decimalValue() : Decimals.parse(node.asString(""));
    if (number == null || Math.abs((long) number.scale()) > LARGEST_SCALE) {
      throw new InvalidValue("wrong_type", "no decimal number");
    }
    return number;
  }

  /** Text as JSON where it reads as a number, true, false or a quoted text, else as it is. */
  private static Object scalar(String text) {
    if (NUMBER.matcher(text).matches()) {
      return number(new BigDecimal(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return string(quoted ? text.substring(1, text.length() - 1) : text);
  }

  private static Object scalar(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> number(node.decimalValue());
      case BOOLEAN -> node.booleanValue();
      case STRING, ARRAY, OBJECT, NULL, MISSING, BINARY, POJO ->
          string(node.isString() ? node.stringValue() : null);
    };
  }

  /** A number inside JSON: a Long where it is one, else a finite Double. */
  private static Object number(BigDecimal number) {
    var whole = Decimals.whole(number);
    if (whole == null && Double.isInfinite(number.doubleValue())) {
      throw new InvalidValue("out_of_range", "is too large");
    }
    return whole != null ? whole : (Object) number.doubleValue();
  }

  /** Text that a database can hold; {@code $$} stands for a dollar sign at its beginning. */
  private static String string(@Nullable String text) {
    if (text == null || !Json.isWellFormed(text)) {
      throw new InvalidValue("wrong_type", "no text");
    }
    return text.startsWith("$$") ? text.substring(1) : text;
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
