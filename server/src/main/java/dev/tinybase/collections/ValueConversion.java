package dev.tinybase.collections;

import dev.tinybase.db.JsonText;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.schema.RecordValidator;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns stored values of one type into values of another, without ever losing a digit: what does
 * not fit exactly is refused. A number becomes a text, a text that spells a number becomes one, a
 * single value becomes a list of one item, a text with JSON in it becomes an object.
 */
final class ValueConversion {
  private final Field to;
  private final @Nullable Object fallback;

  ValueConversion(Field to) {
    this.to = to;
    this.fallback = RecordValidator.fallback(to);
  }

  /**
   * The value in the new type.
   *
   * @throws InvalidValue when there is none
   */
  @Nullable Object convert(@Nullable Object value) {
    if (value == null) {
      return to.acceptsNull() ? null : missing();
    }
    var node = FieldValues.node(value);
    if (node.isNull()) {
      return convert(null); // the JSON value null is stored like a missing one
    }
    var converted = FieldValues.read(to.type(), shaped(value, node), true);
    if (converted instanceof Double real && !exact(value, real)) {
      throw new InvalidValue("out_of_range", "would lose digits as a " + to.type().word());
    }
    return converted;
  }

  /** The JSON to read the new value from. */
  private JsonNode shaped(Object value, JsonNode node) {
    return switch (to.type()) {
      case FieldType.Text _ when !node.isString() ->
          FieldValues.node(value instanceof JsonText ? Json.text(node) : node.asString());
      case FieldType.ListOf _ when !node.isArray() -> Json.mapper().createArrayNode().add(node);
      case FieldType.Dictionary _ when value instanceof String text -> parsed(text).orElse(node);
      case FieldType type -> node;
    };
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

  private static boolean exact(Object value, double real) {
    return switch (value) {
      case Long whole -> (long) real == whole && Math.abs(real) < 0x1p63;
      case BigDecimal decimal -> BigDecimal.valueOf(real).compareTo(decimal) == 0;
      default -> true;
    };
  }
}
