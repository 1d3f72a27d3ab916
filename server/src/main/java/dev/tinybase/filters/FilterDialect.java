package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import java.util.List;

/** What differs between the databases inside a condition: JSON and text. */
sealed interface FilterDialect permits SqliteFilterDialect, PostgresFilterDialect {
  static FilterDialect of(Dialect dialect) {
    return dialect.name().equals("sqlite")
        ? new SqliteFilterDialect()
        : new PostgresFilterDialect();
  }

  /**
   * A scalar inside JSON: null where the value is absent or of another type.
   *
   * @param type TEXT, BOOLEAN, or REAL for any number
   */
  SqlFragment scalar(JsonPlace place, ColumnType type);

  /** Whether a value inside JSON is absent or null. */
  SqlFragment isNull(JsonPlace place);

  /**
   * Whether a list holds an item of the type; null where there is no list.
   *
   * @param item a value, or a {@link SqlFragment.Parameter}
   */
  SqlFragment has(JsonPlace list, ColumnType type, Object item);

  /** The length of a list; null where there is none. */
  SqlFragment length(JsonPlace list);

  /** The function that gives the position of a text in another, from 1; 0 where it is not. */
  String position();

  /** Whether a text matches a pattern, case-sensitively. */
  SqlFragment like(SqlFragment text, String pattern);

  /** Text with A to Z in lower case. */
  SqlFragment lower(SqlFragment text);

  /** A number that is compared with a number inside JSON. */
  Object number(Object value);

  /**
   * A place inside JSON.
   *
   * @param column the quoted column
   * @param keys the path inside it; empty for the column's whole value
   * @param isList whether the value is known to be a list or null
   */
  record JsonPlace(String column, List<String> keys, boolean isList) {}
}
