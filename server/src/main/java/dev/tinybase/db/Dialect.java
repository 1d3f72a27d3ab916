package dev.tinybase.db;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * What differs between SQLite and PostgreSQL, in SQL text and for their drivers. A {@code column}
 * is an expression that is ready to use, such as a quoted name.
 */
public abstract sealed class Dialect permits SqliteDialect, PostgresDialect {
  /** {@code sqlite} or {@code postgresql}; also the folder of the migrations. */
  public abstract String name();

  /** Whether it is SQLite's: one process writes, and statements that change tables cost more. */
  public final boolean isSqlite() {
    return this instanceof SqliteDialect;
  }

  /** The database's word for a type of column. */
  public abstract String columnType(ColumnType type);

  /**
   * The expression that reads a column in the form that {@link Row} takes for its type. Name it
   * with {@code as} where the row is read by name.
   */
  public abstract String select(ColumnType type, String column);

  /** The expression that shows a column as people read it, ids and times as text. */
  public abstract String text(ColumnType type, String column);

  /** The expression by which a column of the type is compared and sorted. */
  public String comparable(ColumnType type, String column) {
    return column;
  }

  /**
   * What to append to a select by key so that the row stays as it is until the transaction ends.
   */
  public abstract String forUpdate();

  /**
   * A term of {@code order by} or of an index. On both databases nulls come first in ascending
   * order and last in descending order.
   */
  public abstract String ordered(String comparable, boolean descending);

  /** A quoted identifier. Callers pass names that they looked up in a schema, never input. */
  public String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** Turns a driver's failure into one that the other packages understand. */
  abstract RuntimeException translate(SQLException e);

  /** Puts a Java value into a statement in the form that the database keeps. */
  final void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Double number -> statement.setDouble(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case BigDecimal number -> bindOther(statement, index, number.stripTrailingZeros());
      default -> bindOther(statement, index, value);
    }
  }

  /** Binds a value of a type that only one of the databases knows; decimals come normalized. */
  abstract void bindOther(PreparedStatement statement, int index, Object value) throws SQLException;

  /** For values of a type that no column has. */
  static IllegalArgumentException unknown(Object value) {
    return new IllegalArgumentException("no parameter of SQL can be a " + value.getClass());
  }
}
