package dev.tinybase.functions.host;

import dev.tinybase.errors.FieldError;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The input does not fit what the function takes; its method has not run. */
public final class InvalidInput extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<FieldError> errors;

  /** All that is wrong, at least one thing. */
  public InvalidInput(List<FieldError> errors) {
    super(
        errors.stream()
            .map(error ->
                error.field().isEmpty() ? error.message() : error.field() + ": " + error.message())
            .collect(Collectors.joining("; ")),
        null,
        false,
        false);
    this.errors = List.copyOf(errors);
  }

  /** All that is wrong. */
  public List<FieldError> errors() {
    return errors;
  }
}
