package dev.tinybase.schema;

import dev.tinybase.errors.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change of some fields of a record, read and checked as far as that is possible without the
 * record's present values.
 */
public final class RecordPatch {
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
        values[i] = value(positions[i], changes.get(i), current);
      } catch (InvalidValue e) {
        errors.add(e.at(validator.schema().fields().get(positions[i]).name()));
      }
    }
    RecordValidator.throwIfAny(errors);
    return values;
  }

  private @Nullable Object value(int position, Change change, @Nullable Object[] current) {
    return switch (change) {
      case Change.Put put -> put.value();
      case Change.Increment increment -> {
        var sum = PatchOperators.add(current[position], increment.by());
        yield validator.read(position, FieldValues.node(sum));
      }
      case Change.Append append ->
          validator.read(position, PatchOperators.append(current[position], append.items()));
      case Change.Remove remove ->
          validator.read(position, PatchOperators.remove(current[position], remove.items()));
    };
  }
}
