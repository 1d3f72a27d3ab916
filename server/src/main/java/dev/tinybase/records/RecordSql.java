package dev.tinybase.records;

import dev.tinybase.collections.Collection;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.schema.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SQL texts of one version of a collection, and the parameters that go with them. */
final class RecordSql {
  /** The table's name within a select. */
  static final String ALIAS = "r";

  private static final String SYSTEM_COLUMNS = "id, owner_id, created_at, updated_at, _version";

  private static final int MOST_ROWS = 50;
  private static final int MOST_PARAMETERS = 5_000;

  private final Dialect dialect;
  private final String table;
  private final List<Field> fields;
  private final String insert;
  private final String bulkInsert;
  private final int bulkRows;
  private final String delete;

  RecordSql(Collection collection, Dialect dialect) {
    this.dialect = dialect;
    table = dialect.quote(collection.table());
    fields = collection.schema().fields();
    insert = insertText();
    int columns = Columns.FIRST_FIELD - 1 + fields.size();
    bulkRows = Math.clamp(MOST_PARAMETERS / columns, 1, MOST_ROWS);
    var marks = insert.substring(insert.lastIndexOf('('));
    bulkInsert = insert + (", " + marks).repeat(bulkRows - 1);
    delete = "delete from " + table + " where id = ?";
  }

  /** The select list of the system columns and the fields, each as a {@link Row} reads it. */
  static String columns(Dialect dialect, List<Field> fields) {
    var list = new ArrayList<String>();
    list.add(column(dialect, "id"));
    list.add(column(dialect, "owner_id"));
    list.add(dialect.select(ColumnType.TIMESTAMP, column(dialect, "created_at")));
    list.add(dialect.select(ColumnType.TIMESTAMP, column(dialect, "updated_at")));
    list.add(column(dialect, "_version"));
    fields.forEach(f -> list.add(dialect.select(f.type().column(), column(dialect, f.name()))));
    return String.join(", ", list);
  }

  /** Whether triggers keep the number of its records in {@code _record_counts}. */
  boolean isCounted() {
    return dialect.name().equals("sqlite");
  }

  /**
   * A column within a select. It is never named without its table: SQLite would take the quoted
   * name of a column that is gone for a text, and PostgreSQL a bare name in {@code order by} for
   * what is selected under it.
   */
  static String column(Dialect dialect, String name) {
    return ALIAS + "." + dialect.quote(name);
  }

  /** All rows, to be followed by clauses. */
  String select(String columns) {
    return "select " + columns + " from " + table + " as " + ALIAS;
  }

  /** One record by its id; more columns may follow those of the list. */
  String byId(String columns) {
    return select(columns) + " where id = ?";
  }

  /** One record by a unique field. */
  String byUnique(String columns, Field field) {
    var column = dialect.comparable(field.type().column(), dialect.quote(field.name()));
    return select(columns) + " where " + column + " = ?";
  }

  /** One new record; parameters by {@link #parameters}. */
  String insert() {
    return insert;
  }

  /** The same for {@link #bulkRows} records at once, their parameters one after the other. */
  String bulkInsert() {
    return bulkInsert;
  }

  /** How many records one statement inserts; few enough for the databases' bounds of parameters. */
  int bulkRows() {
    return bulkRows;
  }

  /** Deletes by id. */
  String delete() {
    return delete;
  }

  /** The parameters of {@link #insert}. */
  static @Nullable Object[] parameters(StoredRecord made) {
    var values = made.values();
    var all = new @Nullable Object[Columns.FIRST_FIELD - 1 + values.length];
    all[0] = made.id();
    all[1] = made.ownerId();
    all[2] = made.createdAt();
    all[3] = made.updatedAt();
    all[4] = made.version();
    System.arraycopy(values, 0, all, Columns.FIRST_FIELD - 1, values.length);
    return all;
  }

  /** The parameters of {@link #bulkInsert}. */
  static @Nullable Object[] parameters(List<StoredRecord> made) {
    int width = Columns.FIRST_FIELD - 1 + made.getFirst().values().length;
    var all = new @Nullable Object[width * made.size()];
    for (int i = 0; i < made.size(); i++) {
      System.arraycopy(parameters(made.get(i)), 0, all, i * width, width);
    }
    return all;
  }

  /** Writes the changed fields and the system columns that a change may touch. */
  String update(List<Integer> changed) {
    var sets =
        changed.stream()
            .map(position -> ", " + dialect.quote(fields.get(position).name()) + " = ?")
            .collect(Collectors.joining());
    return "update "
        + table
        + " set owner_id = ?, updated_at = ?, _version = ?"
        + sets
        + " where id = ?";
  }

  /** The parameters of {@link #update}. */
  static @Nullable Object[] parameters(StoredRecord changed, List<Integer> positions) {
    var all = new ArrayList<@Nullable Object>();
    all.add(changed.ownerId());
    all.add(changed.updatedAt());
    all.add(changed.version());
    positions.forEach(position -> all.add(changed.values()[position]));
    all.add(changed.id());
    return all.toArray();
  }

  private String insertText() {
    var names =
        fields.stream().map(f -> ", " + dialect.quote(f.name())).collect(Collectors.joining());
    var marks =
        String.join(", ", Collections.nCopies(Columns.FIRST_FIELD - 1 + fields.size(), "?"));
    return "insert into " + table + " (" + SYSTEM_COLUMNS + names + ") values (" + marks + ")";
  }
}
