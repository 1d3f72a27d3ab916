package dev.tinybase.db;

import org.jspecify.annotations.Nullable;

/** Makes a value of the current row. */
@FunctionalInterface
public interface RowMapper<T extends @Nullable Object> {
  T map(Row row);
}
