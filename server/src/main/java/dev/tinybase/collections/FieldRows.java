package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.schema.BadValue;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.RecordValidator;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the schema does with the values that records hold already: it converts, fills
 * and checks them, and refuses with the records' ids where one does not fit.
 */
final class FieldRows {
  private static final int BATCH = 1_000;

  private final Sql sql;
  private final Dialect dialect;
  private final String table;

  FieldRows(Sql sql, Dialect dialect, String table) {
    this.sql = sql;
    this.dialect = dialect;
    this.table = table;
  }

  /** Whether there is any record. */
  boolean any() {
    return sql.number("select count(*) from (select 1 from " + table + " limit 1) one") > 0;
  }

  /** Whether dropping the field would lose anything. */
  boolean holdsData(Field field) {
    var column = dialect.quote(field.name());
    var empty =
        field.type().column() == ColumnType.JSON
            ? " and cast(" + column + " as text) not in ('[]', '{}')"
            : "";
    var where = " where " + column + " is not null" + empty;
    return sql.number("select count(*) from (select 1 from " + table + where + " limit 1) one") > 0;
  }

  /** Writes the converted values of the column {@code to.name()} into another column. */
  void convert(Field from, Field to, String target) {
    var conversion = new Conversion(to);
    var offenders =
        new Offenders(
            to.name(),
            "Cannot convert '"
                + to.name()
                + "' from "
                + from.type().word()
                + " to "
                + to.type().word());
    var update =
        "update "
            + table
            + " set _version = _version + 1, "
            + dialect.quote(target)
            + " = ? where id = ?";
    for (var batch = batch(from, to.name(), null); !batch.isEmpty(); ) {
      for (var cell : batch) {
        try {
          sql.update(update, conversion.convert(cell.value()), cell.id());
        } catch (BadValue e) {
          offenders.add(cell.id().toString(), cell.value(), e.reason());
        }
      }
      batch = batch(from, to.name(), batch.getLast().id());
    }
    offenders.throwIfAny();
  }

  /** Refuses when a value breaks a constraint of the field. */
  void check(Field field) {
    var offenders = new Offenders(field.name(), "Cannot tighten '" + field.name() + "'");
    var column = dialect.quote(field.name());
    var type = field.type().column();
    sql.each(
        "select "
            + dialect.select(ColumnType.UUID, "id")
            + ", "
            + dialect.select(type, column)
            + " from "
            + table
            + " where "
            + column
            + " is not null",
        row -> {
          var value = row.value(2, type);
          try {
            Values.read(field.type(), Values.node(value), false);
          } catch (BadValue e) {
            offenders.add(row.text(1), value, e.reason());
          }
        });
    offenders.throwIfAny();
  }

  /** Gives every record without a value the field's default; refuses where there is none. */
  void fill(Field field) {
    var column = dialect.quote(field.name());
    var fallback = RecordValidator.fallback(field);
    if (fallback != null) {
      sql.update(
          "update "
              + table
              + " set _version = _version + 1, "
              + column
              + " = ? where "
              + column
              + " is null",
          fallback);
      return;
    }
    var offenders =
        new Offenders(
            field.name(), "Cannot forbid null in '" + field.name() + "' without a default");
    sql.each(
        "select "
            + dialect.select(ColumnType.UUID, "id")
            + " from "
            + table
            + " where "
            + column
            + " is null order by id limit 5",
        row -> offenders.add("record " + row.text(1) + " has none"));
    offenders.throwIfAny();
  }

  /** Refuses when two records hold the same in all fields of the index. */
  void checkUnique(TableIndex index, Schema schema) {
    var columns = index.fields().stream().map(dialect::quote).toList();
    var list = String.join(", ", columns);
    var notNull =
        columns.stream()
            .map(column -> column + " is not null")
            .collect(Collectors.joining(" and "));
    var id = "cast(id as text)";
    var shown =
        index.fields().stream()
            .map(name -> ", " + dialect.select(type(name, schema), dialect.quote(name)))
            .collect(Collectors.joining());
    var fields = String.join(", ", index.fields());
    var offenders = new Offenders(fields, "Cannot make " + fields + " unique");
    sql.each(
        "select min("
            + id
            + "), max("
            + id
            + ")"
            + shown
            + " from "
            + table
            + " where "
            + notNull
            + " group by "
            + list
            + " having count(*) > 1 limit 5",
        row -> {
          var values = new ArrayList<String>();
          for (int i = 0; i < columns.size(); i++) {
            values.add(Offenders.shown(row.value(i + 3, type(index.fields().get(i), schema))));
          }
          offenders.add(
              "records "
                  + row.text(1)
                  + " and "
                  + row.text(2)
                  + " share "
                  + String.join(", ", values));
        });
    offenders.throwIfAny();
  }

  /** Refuses when a text has more bytes than an index takes. */
  void checkBytes(Field field, int most) {
    var column = dialect.quote(field.name());
    var offenders = new Offenders(field.name(), "Cannot put '" + field.name() + "' into an index");
    sql.each(
        "select "
            + dialect.select(ColumnType.UUID, "id")
            + ", octet_length("
            + column
            + ") from "
            + table
            + " where octet_length("
            + column
            + ") > ? order by id limit 5",
        row ->
            offenders.add(
                "record "
                    + row.text(1)
                    + " has "
                    + row.integer(2)
                    + " bytes, and an index takes "
                    + most),
        (long) most);
    offenders.throwIfAny();
  }

  private List<Cell> batch(Field from, String name, @Nullable UUID after) {
    var select =
        "select "
            + dialect.select(ColumnType.UUID, "id")
            + ", "
            + dialect.select(from.type().column(), dialect.quote(name))
            + " from "
            + table;
    var rest = " order by id limit " + BATCH;
    var type = from.type().column();
    return after == null
        ? sql.list(select + rest, row -> new Cell(uuid(row.text(1)), row.value(2, type)))
        : sql.list(
            select + " where id > ?" + rest,
            row -> new Cell(uuid(row.text(1)), row.value(2, type)),
            after);
  }

  private static UUID uuid(String text) {
    return UUID.fromString(text);
  }

  private static ColumnType type(String name, Schema schema) {
    var field = schema.field(name);
    if (field != null) {
      return field.type().column();
    }
    return name.endsWith("_at") ? ColumnType.TIMESTAMP : ColumnType.UUID;
  }

  private record Cell(UUID id, @Nullable Object value) {}
}
