package dev.tinybase.errors;

/**
 * One field of a record that its schema refuses.
 *
 * @param field the field's name
 * @param code a stable snake_case word such as {@code required} or {@code too_long}
 * @param message a sentence that says what is wrong and what would be right
 */
public record FieldError(String field, String code, String message) {}
