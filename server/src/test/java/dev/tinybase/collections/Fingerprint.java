package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the database itself says of a collection, and what it holds; to be compared. */
record Fingerprint(List<String> definitions, Map<String, List<@Nullable Object>> rows) {
  static Fingerprint of(Database database, Collection collection) {
    return new Fingerprint(definitions(database, collection.table()), rows(database, collection));
  }

  static List<String> definitions(Database database, String table) {
    var query =
        database.dialect().name().equals("sqlite")
            ? "select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_schema"
                + " where tbl_name = ? or type = 'view' order by 1"
            : "select 'column ' || column_name || ' ' || data_type || ' ' || is_nullable"
                + " from information_schema.columns where table_name = ?"
                + " union all select indexdef from pg_indexes where tablename = ?"
                + " union all select viewname || definition from pg_views where schemaname = 'public'"
                + " order by 1";
    return database.read(sql ->
        database.dialect().name().equals("sqlite")
            ? sql.list(query, row -> row.text(1), table)
            : sql.list(query, row -> row.text(1), table, table));
  }

  private static Map<String, List<@Nullable Object>> rows(
      Database database, Collection collection) {
    var dialect = database.dialect();
    var fields = collection.schema().fields();
    var columns = new StringBuilder(dialect.select(ColumnType.UUID, "id"));
    for (var field : fields) {
      columns
          .append(", ")
          .append(dialect.select(field.type().column(), dialect.quote(field.name())));
    }
    var rows = new TreeMap<String, List<@Nullable Object>>();
    database.read(sql -> {
      sql.each(
          "select " + columns + " from " + collection.table(),
          row -> {
            var values = new java.util.ArrayList<@Nullable Object>();
            for (int i = 0; i < fields.size(); i++) {
              values.add(row.value(i + 2, fields.get(i).type().column()));
            }
            rows.put(row.uuid(1).toString(), values);
          });
      return 0;
    });
    return rows;
  }
}
