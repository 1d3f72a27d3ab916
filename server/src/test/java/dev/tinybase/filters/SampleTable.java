package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Database;
import dev.tinybase.db.JsonText;
import dev.tinybase.filters.Filter.Variables;
import dev.tinybase.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Records of {@link Samples#SCHEMA} in a table of a database, and the same in memory. */
final class SampleTable implements AutoCloseable {
  private static final String NAME = "records_1";

  private final Database database;
  private final FilterSql filters;
  private final List<Map<String, @Nullable Object>> records = new ArrayList<>();

  SampleTable(Database database) {
    this.database = database;
    this.filters = new FilterSql(database.dialect(), NAME);
    var dialect = database.dialect();
    var columns = new ArrayList<String>();
    for (var name : names()) {
      columns.add(dialect.quote(name) + " " + dialect.columnType(type(name)));
    }
    database.write(sql -> {
      sql.execute("create table " + NAME + " (" + String.join(", ", columns) + ")");
      return null;
    });
  }

  /** Adds a record; {@code title} should tell it from others where a test names its findings. */
  void add(Map<String, @Nullable Object> record) {
    records.add(record);
    var names = names();
    var marks =
        names.stream()
            .map(name -> type(name) == ColumnType.JSON ? "cast(? as " + json() + ")" : "?")
            .toList();
    database.write(sql ->
        sql.update(
            "insert into " + NAME + " values (" + String.join(", ", marks) + ")",
            names.stream().map(record::get).toArray()));
  }

  private String json() {
    return database.dialect().columnType(ColumnType.JSON);
  }

  /** The ids of the records that the database finds. */
  SortedSet<String> found(Filter filter, Variables variables) {
    var condition = filters.compile(filter).bind(() -> variables);
    return new TreeSet<>(
        database.<List<String>>read(sql ->
            sql.list(
                "select id from " + NAME + " where " + condition.sql(),
                row -> row.uuid(1).toString(),
                condition.parameters().toArray())));
  }

  /** The ids of the records that the test in memory finds. */
  SortedSet<String> held(Filter filter, Variables variables) {
    var ids = new TreeSet<String>();
    for (var record : records) {
      if (FilterEvaluator.holds(filter, record::get, variables)) {
        ids.add(String.valueOf(record.get("id")));
      }
    }
    return ids;
  }

  /** The records' values by name. */
  List<Map<String, @Nullable Object>> records() {
    return records;
  }

  static JsonText json(String text) {
    return new JsonText(text.replace('\'', '"'));
  }

  private static List<String> names() {
    var names = new ArrayList<>(List.of("id", "owner_id", "created_at", "updated_at"));
    Samples.SCHEMA.fields().stream().map(Field::name).forEach(names::add);
    return names;
  }

  private static ColumnType type(String name) {
    var field = Samples.SCHEMA.field(name);
    if (field != null) {
      return field.type().column();
    }
    return name.endsWith("_at") ? ColumnType.TIMESTAMP : ColumnType.UUID;
  }

  @Override
  public void close() {
    database.close();
  }
}
