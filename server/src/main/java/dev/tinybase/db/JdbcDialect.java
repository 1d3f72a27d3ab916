package dev.tinybase.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What differs between the two drivers, beside the SQL text. */
interface JdbcDialect extends Dialect {
  /** Puts a Java value into a statement in the form that the database keeps. */
  void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;

  /** Turns a driver's failure into one that the other packages understand. */
  RuntimeException translate(SQLException e);

  /** For values of a type that no column has. */
  static IllegalArgumentException unknown(Object value) {
    return new IllegalArgumentException("no parameter of SQL can be a " + value.getClass());
  }
}
