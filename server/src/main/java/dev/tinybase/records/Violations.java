package dev.tinybase.records;

import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.schema.Schema.Visibility;
import java.util.List;

/** Says in the words of the collection which constraint of the database refused a change. */
final class Violations {
  private Violations() {}

  /**
   * The problem of a violation, or a {@link PossiblyStale}; it names the fields that the audience
   * knows of.
   */
  static RuntimeException of(ConstraintViolation violation, Visibility visibility) {
    var named = violation.columns().stream().filter(visibility.names()::contains).toList();
    return switch (violation.kind()) {
      case UNIQUE -> violation.columns().equals(List.of("id")) ? duplicateId() : notUnique(named);
      case NOT_NULL -> new PossiblyStale(missing(named));
      case FOREIGN_KEY, CHECK -> new PossiblyStale(changed());
    };
  }

  /** Data that passed our checks failed; perhaps because the schema has changed since. */
  static final class PossiblyStale extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    PossiblyStale(Problem problem) {
      super(problem.getMessage(), null, false, false);
      this.problem = problem;
    }

    /** What to answer when the schema has not changed. */
    Problem problem() {
      return problem;
    }
  }

  private static Problem duplicateId() {
    return Problem.conflict("duplicate_id", "A record with this id exists already.");
  }

  private static Problem notUnique(List<String> fields) {
    if (fields.isEmpty()) {
      return Problem.conflict("not_unique", "Another record has a value that must be unique.");
    }
    var message =
        fields.size() == 1
            ? "another record has this value, which must be unique"
            : "another record has these values of "
                + String.join(", ", fields)
                + ", which must be unique together";
    return Problem.invalidRecord(
        fields.stream().map(field -> new FieldError(field, "not_unique", message)).toList());
  }

  private static Problem missing(List<String> fields) {
    if (fields.isEmpty()) {
      return changed();
    }
    return Problem.invalidRecord(
        fields.stream().map(name -> new FieldError(name, "required", "is required")).toList());
  }

  /** 409: the schema changed again and again. */
  static Problem changed() {
    return Problem.conflict(
        "schema_changed", "The collection's schema changed at this moment; try again.");
  }
}
