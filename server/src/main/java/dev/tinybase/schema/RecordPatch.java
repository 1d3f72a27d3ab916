package dev.tinybase.schema;

import dev.tinybase.db.JsonText;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of some fields of a record, read and checked as far as that is possible without the
 * record's present values. Beside new values there are {@code $inc} on numbers, {@code $append} and
 * {@code $remove} on lists.
 */
public final class RecordPatch {
  private static final Set<String> OF_NUMBERS = Set.of("$inc");
  private static final Set<String> OF_LISTS = Set.of("$append", "$remove");

  private final RecordValidator validator;
  private final int[] positions;
  private final List<Change> changes;

  /** What happens to one field. */
  sealed interface Change {
    /** It gets a value. */
    record Put(@Nullable Object value) implements Change {}

    /** A number is added; a missing one counts as 0. */
    record Increment(Number by) implements Change {}

    /** Items are added at the end of a list. */
    record Append(List<JsonNode> items) implements Change {}

    /** Every item that equals one of these leaves a list. */
    record Remove(List<JsonNode> items) implements Change {}
  }

  RecordPatch(RecordValidator validator, int[] positions, List<Change> changes) {
    this.validator = validator;
    this.positions = positions;
    this.changes = List.copyOf(changes);
  }

  /** Where the changed fields stand in the schema. */
  public int[] positions() {
    return positions.clone();
  }

  /** Whether new values depend on present ones, so that {@link #values()} does not do. */
  public boolean relative() {
    return changes.stream().anyMatch(change -> !(change instanceof Change.Put));
  }

  /** The new values, aligned with {@link #positions}, of a patch that is not relative. */
  public @Nullable Object[] values() {
    return values(new @Nullable Object[0]);
  }

  /**
   * The new values, aligned with {@link #positions}.
   *
   * @param current the record's values, one for each field of the schema in order
   * @throws dev.tinybase.errors.Problem 400 when a result overflows or breaks a constraint
   */
  public @Nullable Object[] values(@Nullable Object[] current) {
    var errors = new ArrayList<FieldError>(0);
    var values = new @Nullable Object[positions.length];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = value(validator, positions[i], changes.get(i), current);
      } catch (InvalidValue e) {
        errors.add(e.at(validator.schema().fields().get(positions[i]).name()));
      }
    }
    RecordValidator.throwIfAny(errors);
    return values;
  }

  static @Nullable Object value(
      RecordValidator validator, int position, Change change, @Nullable Object[] current) {
    return switch (change) {
      case Change.Put put -> put.value();
      case Change.Increment(var by) ->
          validator.read(position, FieldValues.node(add(current[position], by)));
      case Change.Append(var items) ->
          validator.read(position, list(current[position]).addAll(items));
      case Change.Remove(var items) -> {
        var kept = Json.mapper().createArrayNode();
        list(current[position]).values().stream()
            .filter(item -> !items.contains(item))
            .forEach(kept::add);
        yield validator.read(position, kept);
      }
    };
  }

  /** The one operator that the object holds. */
  static Change parse(FieldType type, ObjectNode object, boolean coerce) {
    boolean isList = type instanceof FieldType.ListOf;
    var operators = isList ? OF_LISTS : OF_NUMBERS;
    var known = isList ? "$append and $remove" : "$inc";
    if (object.size() != 1) {
      throw new InvalidValue(
          "wrong_type", "must be a value or an object with exactly one operator such as " + known);
    }
    var operator = object.properties().iterator().next();
    var name = operator.getKey();
    if (!operators.contains(name)) {
      throw new InvalidValue(
          "unknown_operator",
          "unknown operator '"
              + name
              + "'"
              + DidYouMean.hint(name, operators)
              + " (known: "
              + known
              + ")");
    }
    var operand = operator.getValue();
    return switch (name) {
      // free of the type's bounds: they hold for the sum
      case "$inc" -> new Change.Increment((Number) FieldValues.convert(type, operand, coerce));
      case "$append" -> new Change.Append(items(type, operand, coerce));
      default -> new Change.Remove(items(type, operand, coerce));
    };
  }

  /** The sum, of the type that the addend has. */
  private static Number add(@Nullable Object current, Number by) {
    return switch (by) {
      case Long addend -> exact(current == null ? 0L : (Long) current, addend);
      case BigDecimal addend -> current == null ? addend : ((BigDecimal) current).add(addend);
      default -> finite((current == null ? 0.0 : (Double) current) + by.doubleValue());
    };
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

  /** Items of the field's type, in the form in which they are stored. */
  private static List<JsonNode> items(FieldType type, JsonNode node, boolean coerce) {
    if (FieldValues.convert(type, node, coerce) instanceof JsonText json) {
      return List.copyOf(Json.trusted(json.text()).values());
    }
    throw FieldValues.wrong("a list", node);
  }
}
