package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.schema.RecordValidator;
import dev.tinybase.schema.Schema;
import java.util.ArrayList;
import java.util.stream.Collectors;

/**
 * What a change of the schema does with the values that records hold already: it fills and checks
 * them, and refuses with the records' ids where one does not fit.
 */
final class ExistingValues {
  private final Sql sql;
  private final Dialect dialect;
  private final String table;

  ExistingValues(Sql sql, Dialect dialect, String table) {
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

  /** Refuses when a value breaks a constraint of the field. */
  void check(Field field) {
    var offenders = new ConversionErrors(field.name(), "Cannot tighten '" + field.name() + "'");
    var column = dialect.quote(field.name());
    var type = field.type().column();
    sql.each(
        "select id, "
            + dialect.select(type, column)
            + " from "
            + table
            + " where "
            + column
            + " is not null",
        row -> {
          var value = row.value(2, type);
          try {
            FieldValues.read(field.type(), FieldValues.node(value), false);
          } catch (InvalidValue e) {
            offenders.add(row.uuid(1).toString(), value, e.reason());
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
        new ConversionErrors(
            field.name(), "Cannot forbid null in '" + field.name() + "' without a default");
    sql.each(
        "select id from " + table + " where " + column + " is null order by id limit 5",
        row -> offenders.add("record " + row.uuid(1) + " has none"));
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
    var id = dialect.text(ColumnType.UUID, "id");
    var shown =
        index.fields().stream()
            .map(name -> ", " + dialect.select(type(name, schema), dialect.quote(name)))
            .collect(Collectors.joining());
    var fields = String.join(", ", index.fields());
    var offenders = new ConversionErrors(fields, "Cannot make " + fields + " unique");
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
            values.add(
                ConversionErrors.shown(row.value(i + 3, type(index.fields().get(i), schema))));
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
    var offenders =
        new ConversionErrors(field.name(), "Cannot put '" + field.name() + "' into an index");
    sql.each(
        "select id, octet_length("
            + column
            + ") from "
            + table
            + " where octet_length("
            + column
            + ") > ? order by id limit 5",
        row ->
            offenders.add(
                "record "
                    + row.uuid(1)
                    + " has "
                    + row.integer(2)
                    + " bytes, and an index takes "
                    + most),
        (long) most);
    offenders.throwIfAny();
  }

  private static ColumnType type(String name, Schema schema) {
    var field = schema.field(name);
    if (field != null) {
      return field.type().column();
    }
    return name.endsWith("_at") ? ColumnType.TIMESTAMP : ColumnType.UUID;
  }
}
