package dev.tinybase.filters;

import org.jspecify.annotations.Nullable;

/**
 * One state of a record: the value of a field or system column by name, of the Java type that
 * {@link dev.tinybase.schema.FieldType} tells (UUID and Instant for the system columns).
 */
@FunctionalInterface
public interface FieldValues {
  /** The value; null for JSON null. */
  @Nullable Object value(String column);
}
