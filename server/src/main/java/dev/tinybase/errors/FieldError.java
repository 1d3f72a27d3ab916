package dev.tinybase.errors;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One field of a record that its schema refuses.
 *
 * @param field the field's name
 * @param code a stable snake_case word such as {@code required} or {@code too_long}
 * @param message a sentence that says what is wrong and what would be right
 */
public record FieldError(String field, String code, String message) {
  static String summary(List<FieldError> errors) {
    return errors.stream()
        .map(error -> error.field() + ": " + error.message())
        .collect(Collectors.joining("; "));
  }
}
