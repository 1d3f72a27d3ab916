package dev.tinybase.db;

/**
 * What differs between SQLite and PostgreSQL in SQL text. A {@code column} is an expression that is
 * ready to use, such as a quoted name.
 */
public interface Dialect {
  /** {@code sqlite} or {@code postgresql}; also the folder of the migrations. */
  String name();

  /** The database's word for a type of column. */
  String columnType(ColumnType type);

  /**
   * The expression that reads a column in the form that {@link Row} takes for its type. Name it
   * with {@code as} where the row is read by name.
   */
  String select(ColumnType type, String column);

  /** The expression that shows a column as people read it, ids and times as text. */
  String text(ColumnType type, String column);

  /** The expression by which a column of the type is compared and sorted. */
  String comparable(ColumnType type, String column);

  /**
   * What to append to a select by key so that the row stays as it is until the transaction ends.
   */
  String forUpdate();

  /**
   * A term of {@code order by} or of an index. On both databases nulls come first in ascending
   * order and last in descending order.
   */
  String ordered(String comparable, boolean descending);

  /** A quoted identifier. Callers pass names that they looked up in a schema, never input. */
  String quote(String identifier);
}
