package dev.tinybase.schema;

import dev.tinybase.db.JsonText;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code $inc} on numbers, {@code $append} and {@code $remove} on lists. */
final class PatchOperators {
  private static final Set<String> OF_NUMBERS = Set.of("$inc");
  private static final Set<String> OF_LISTS = Set.of("$append", "$remove");

  private PatchOperators() {}

  /** The one operator that the object holds. */
  static RecordPatch.Change parse(FieldType type, ObjectNode object, boolean coerce) {
    if (object.size() != 1) {
      throw new InvalidValue(
          "wrong_type",
          "must be a value or an object with exactly one operator such as " + known(type));
    }
    var operator = object.properties().iterator().next();
    var name = operator.getKey();
    if (!operators(type).contains(name)) {
      throw new InvalidValue(
          "unknown_operator",
          "unknown operator '"
              + name
              + "'"
              + DidYouMean.hint(name, operators(type))
              + " (known: "
              + known(type)
              + ")");
    }
    var operand = operator.getValue();
    return switch (name) {
      case "$inc" -> new RecordPatch.Change.Increment(number(type, operand, coerce));
      case "$append" -> new RecordPatch.Change.Append(items(type, operand, coerce));
      default -> new RecordPatch.Change.Remove(items(type, operand, coerce));
    };
  }

  /** The sum, of the type that the addend has. */
  static Number add(@Nullable Object current, Number by) {
    return switch (by) {
      case Long addend -> exact(current == null ? 0L : (Long) current, addend);
      case BigDecimal addend -> current == null ? addend : ((BigDecimal) current).add(addend);
      default -> finite((current == null ? 0.0 : (Double) current) + by.doubleValue());
    };
  }

  static ArrayNode append(@Nullable Object current, List<JsonNode> items) {
    return list(current).addAll(items);
  }

  static ArrayNode remove(@Nullable Object current, List<JsonNode> items) {
    var kept = Json.mapper().createArrayNode();
    for (var item : list(current).values()) {
      if (!items.contains(item)) {
        kept.add(item);
      }
    }
    return kept;
  }

  private static Long exact(long a, long b) {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException _) {
      throw new InvalidValue("out_of_range", "would leave the range of 64 bits");
    }
  }

  private static Double finite(double sum) {
    if (Double.isInfinite(sum)) {
      throw new InvalidValue("out_of_range", "would leave the range of 64-bit floating point");
    }
    return sum;
  }

  private static ArrayNode list(@Nullable Object current) {
    return current instanceof JsonText json
        ? (ArrayNode) Json.trusted(json.text())
        : Json.mapper().createArrayNode();
  }

  /** The addend, in the field's type but free of its bounds: they hold for the sum. */
  private static Number number(FieldType type, JsonNode node, boolean coerce) {
    return (Number) FieldValues.convert(type, node, coerce);
  }

  /** Items of the field's type, in the form in which they are stored. */
  private static List<JsonNode> items(FieldType type, JsonNode node, boolean coerce) {
    if (FieldValues.convert(type, node, coerce) instanceof JsonText json) {
      return List.copyOf(Json.trusted(json.text()).values());
    }
    throw FieldValues.wrong("a list", node);
  }

  private static Set<String> operators(FieldType type) {
    return type instanceof FieldType.ListOf ? OF_LISTS : OF_NUMBERS;
  }

  private static String known(FieldType type) {
    return type instanceof FieldType.ListOf ? "$append and $remove" : "$inc";
  }
}
