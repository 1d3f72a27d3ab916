package dev.tinybase.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Puts a Java value into a statement in the form that the database keeps. */
@FunctionalInterface
interface Binder {
  void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;

  static IllegalArgumentException unknown(Object value) {
    return new IllegalArgumentException("no parameter of SQL can be a " + value.getClass());
  }
}
