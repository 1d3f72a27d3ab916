package dev.tinybase.collections;

import dev.tinybase.db.JsonText;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Decimals;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.schema.RecordValidator;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Converts the values of one field to another type, without ever losing a digit: what does not fit
 * exactly is refused. A number becomes a text, a text that spells a number becomes one, a single
 * value becomes a list of one item, a text with JSON in it becomes an object.
 */
record ValueConversion(Field from, Field to, @Nullable Object fallback) {
  private static final int MICROS = 6;

  static ValueConversion of(Field from, Field to) {
    return new ValueConversion(from, to, RecordValidator.fallback(to));
  }

  /**
   * The value in the new type.
   *
   * @throws InvalidValue when there is none
   */
  @Nullable Object convert(@Nullable Object value) {
    var node = FieldValues.node(value);
    if (node.isNull()) { // the JSON value null is stored like a missing one
      return to.acceptsNull() ? null : missing();
    }
    var shaped = shaped(value, node);
    var converted = FieldValues.read(to.type(), shaped, true);
    if (!exact(shaped, converted)) {
      throw new InvalidValue("out_of_range", "would lose digits as " + article(to.type().word()));
    }
    return converted;
  }

  private static String article(String word) {
    return ("aeio".indexOf(word.charAt(0)) < 0 ? "a " : "an ") + word;
  }

  /** The JSON to read the new value from. */
  private JsonNode shaped(@Nullable Object value, JsonNode node) {
    return switch (to.type()) {
      case FieldType.Text _ when !node.isString() -> FieldValues.node(text(value, node));
      case FieldType.ListOf _ when !node.isArray() -> Json.mapper().createArrayNode().add(node);
      case FieldType.Dictionary _ when value instanceof String text -> parsed(text).orElse(node);
      case FieldType.Date _ when value instanceof Instant instant ->
          FieldValues.node(midnight(instant));
      case FieldType _ -> node;
    };
  }

  /** Numbers as people write them. */
  private static String text(@Nullable Object value, JsonNode node) {
    if (value instanceof Double real) {
      return Decimals.plain(real);
    }
    var number = node.isNumber() ? Decimals.canonical(node.decimalValue()) : null;
    return number == null ? Json.text(node) : number.toPlainString();
  }

  private static LocalDate midnight(Instant instant) {
    var time = instant.atOffset(ZoneOffset.UTC);
    if (time.toLocalTime().toNanoOfDay() != 0) {
      throw new InvalidValue("out_of_range", "is not midnight in UTC, and a date has no time");
    }
    return time.toLocalDate();
  }

  private static Optional<JsonNode> parsed(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (Problem _) {
      return Optional.empty();
    }
  }

  private Object missing() {
    if (fallback == null) {
      throw new InvalidValue("null_not_allowed", "must not be null");
    }
    return fallback;
  }

  private boolean exact(JsonNode before, Object after) {
    return switch (to.type()) {
      case FieldType.Real _ -> exact(before, (double) after);
      case FieldType.ListOf(var item, _, _) when item instanceof FieldType.Real ->
          exactItems(before, Json.trusted(((JsonText) after).text()));
      case FieldType.DateTime _ -> !before.isString() || !isFiner(before.stringValue());
      case FieldType _ -> true;
    };
  }

  private static boolean exactItems(JsonNode before, JsonNode after) {
    for (int i = 0; i < after.size(); i++) {
      if (!exact(before.get(i), after.get(i).doubleValue())) {
        return false;
      }
    }
    return true;
  }

  /** Whether the double is written with the digits of the number. */
  private static boolean exact(JsonNode before, double after) {
    var number = before.isNumber() ? before.decimalValue() : Decimals.parse(before.stringValue(""));
    return number == null // truth, which is 1 or 0
        || BigDecimal.valueOf(after).compareTo(number) == 0;
  }

  /** Whether a text has a time with more than microseconds. */
  private static boolean isFiner(String time) {
    int from = time.indexOf('.') + 1;
    for (int i = from + MICROS; from > 0 && i < time.length(); i++) {
      if (!Character.isDigit(time.charAt(i))) {
        return false;
      }
      if (time.charAt(i) != '0') {
        return true;
      }
    }
    return false;
  }
}
