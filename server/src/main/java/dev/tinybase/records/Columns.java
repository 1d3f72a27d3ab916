package dev.tinybase.records;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Where the columns of a record stand in every select of ours, and how they are named there. */
public final class Columns {
  public static final int ID = 1;
  public static final int OWNER_ID = 2;
  public static final int CREATED_AT = 3;
  public static final int UPDATED_AT = 4;
  public static final int VERSION = 5;
  public static final int FIRST_FIELD = 6;

  /** The table's name within a select. */
  static final String TABLE = "r";

  private Columns() {}

  /** The select list of the system columns and the fields, each as a {@code Row} reads it. */
  static String select(Dialect dialect, List<Field> fields) {
    var list = new ArrayList<String>();
    list.add(column(dialect, "id"));
    list.add(column(dialect, "owner_id"));
    list.add(dialect.select(ColumnType.TIMESTAMP, column(dialect, "created_at")));
    list.add(dialect.select(ColumnType.TIMESTAMP, column(dialect, "updated_at")));
    list.add(column(dialect, "_version"));
    fields.forEach(f -> list.add(dialect.select(f.type().column(), column(dialect, f.name()))));
    return String.join(", ", list);
  }

  /**
   * A column within a select. It is never named without its table: SQLite would take the quoted
   * name of a column that is gone for a text, and PostgreSQL a bare name in {@code order by} for
   * what is selected under it.
   */
  static String column(Dialect dialect, String name) {
    return TABLE + "." + dialect.quote(name);
  }

  /** All columns of a table, as an insert lists them. */
  static String names(Dialect dialect, Schema schema) {
    return schema.fields().stream()
        .map(field -> ", " + dialect.quote(field.name()))
        .collect(Collectors.joining("", "id, owner_id, created_at, updated_at, _version", ""));
  }
}
