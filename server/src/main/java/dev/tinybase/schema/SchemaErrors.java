package dev.tinybase.schema;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what is wrong with a schema, so that all of it is told at once. */
public final class SchemaErrors {
  private static final int MOST = 100;

  private final List<FieldError> errors = new ArrayList<>();

  /**
   * Notes one problem.
   *
   * @param place the field's name, or {@code fields[3]} where it has none; empty for the whole
   */
  public void add(String place, String code, String message) {
    if (errors.size() < MOST) {
      errors.add(new FieldError(place, code, message));
    }
  }

  /** Whether there are so many that no more will be told. */
  boolean isFull() {
    return errors.size() == MOST;
  }

  /** The 400 that names them. */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      var summary =
          errors.stream()
              .map(error ->
                  error.field().isEmpty()
                      ? error.message()
                      : "field '" + error.field() + "': " + error.message())
              .collect(Collectors.joining("; "));
      throw Problem.badRequest("invalid_schema", "Invalid schema: " + summary, errors);
    }
  }
}
