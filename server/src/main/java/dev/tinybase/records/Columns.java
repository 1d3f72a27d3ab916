package dev.tinybase.records;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.JsonText;
import dev.tinybase.db.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the columns of a record stand in every select of ours. */
final class Columns {
  static final int ID = 1;
  static final int OWNER_ID = 2;
  static final int CREATED_AT = 3;
  static final int UPDATED_AT = 4;
  static final int VERSION = 5;
  static final int FIRST_FIELD = 6;

  private Columns() {}

  /** Where a system column stands; 0 for the name of a field. */
  static int system(String name) {
    return switch (name) {
      case "id" -> ID;
      case "owner_id" -> OWNER_ID;
      case "created_at" -> CREATED_AT;
      case "updated_at" -> UPDATED_AT;
      default -> 0;
    };
  }

  /** Who owns the current row; null for nobody. */
  static @Nullable UUID owner(Row row) {
    var text = row.textOrNull(OWNER_ID);
    return text == null ? null : UUID.fromString(text);
  }

  /** The value of a column that was selected through its dialect. */
  static @Nullable Object value(Row row, int column, ColumnType type) {
    return switch (type) {
      case TEXT -> row.textOrNull(column);
      case DECIMAL -> row.decimal(column);
      case INTEGER -> nullable(row, row.integer(column));
      case REAL -> nullable(row, row.real(column));
      case BOOLEAN -> nullable(row, row.bool(column));
      case DATE, TIMESTAMP, JSON, UUID -> parsed(row.textOrNull(column), type);
    };
  }

  private static @Nullable Object nullable(Row row, Object value) {
    return row.wasNull() ? null : value;
  }

  private static @Nullable Object parsed(@Nullable String text, ColumnType type) {
    if (text == null) {
      return null;
    }
    return switch (type) {
      case DATE -> LocalDate.parse(text);
      case TIMESTAMP -> Instant.parse(text);
      case JSON -> new JsonText(text);
      case UUID -> UUID.fromString(text);
      case TEXT, DECIMAL, INTEGER, REAL, BOOLEAN -> text;
    };
  }
}
