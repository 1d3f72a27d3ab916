package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.filters.CompiledFilter.Parameter;
import dev.tinybase.filters.SqlText.Piece;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between the databases inside a condition: JSON and text. */
sealed interface EngineSql permits SqliteSql, PostgresSql {
  static EngineSql of(Dialect dialect) {
    return dialect.name().equals("sqlite") ? new SqliteSql() : new PostgresSql();
  }

  /**
   * A scalar inside JSON: null where the value is absent or of another type.
   *
   * @param type TEXT, BOOLEAN, or REAL for any number
   */
  Piece scalar(JsonPlace place, ColumnType type);

  /** Whether a value inside JSON is absent or null. */
  Piece isNull(JsonPlace place);

  /** Whether a list holds an item of the type; null where there is no list. */
  Piece has(JsonPlace list, ColumnType type, Parameter item);

  /** The length of a list; null where there is none. */
  Piece length(JsonPlace list);

  /** The position of a text in another, from 1; 0 where it does not occur. */
  String position();

  /** Whether a text matches a pattern, case-sensitively. */
  Piece like(Piece text, LikePattern pattern, String source);

  /** Text with A to Z in lower case. */
  Piece lower(Piece text);

  /** A number that is compared with a number inside JSON. */
  @Nullable Object number(@Nullable Object value);

  /**
   * A place inside JSON.
   *
   * @param column the quoted column
   * @param keys the path inside it; empty for the column's whole value
   * @param list whether the value is known to be a list or null
   */
  record JsonPlace(String column, List<String> keys, boolean list) {}
}
