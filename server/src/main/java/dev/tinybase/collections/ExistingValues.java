package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.schema.RecordValidator;
import dev.tinybase.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    return any("");
  }

  /** Whether dropping the field would lose anything. */
  boolean holdsData(Field field) {
    return any(holding(field));
  }

  /** How many records there are. */
  long count() {
    return sql.number("select count(*) from " + table);
  }

  /** How many records would lose something if the field were dropped. */
  long count(Field field) {
    return sql.number("select count(*) from " + table + holding(field));
  }

  private String holding(Field field) {
    var column = dialect.quote(field.name());
    var empty =
        field.type().column() == ColumnType.JSON
            ? " and cast(" + column + " as text) not in ('[]', '{}')"
            : "";
    return " where " + column + " is not null" + empty;
  }

  private boolean any(String where) {
    return sql.number("select count(*) from (select 1 from " + table + where + " limit 1) one") > 0;
  }

  /** Refuses when a value breaks a constraint of the field. */
  void check(Field field) {
    var offenders = new ConversionErrors(field.name(), "Cannot tighten '" + field.name() + "'");
    var column = dialect.quote(field.name());
    var type = field.type().column();
    sql.each(
        "select id, %s from %s where %s is not null"
            .formatted(dialect.select(type, column), table, column),
        row -> {
          var value = row.value(2, type);
          try {
            FieldValues.read(field.type(), FieldValues.node(value), false);
          } catch (InvalidValue e) {
            offenders.add(row.uuid(1).toString(), value, e);
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
          "update %1$s set _version = _version + 1, %2$s = ? where %2$s is null"
              .formatted(table, column),
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
    var types = index.fields().stream().map(name -> type(name, schema)).toList();
    var shown = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      shown.append(", ").append(dialect.select(types.get(i), columns.get(i)));
    }
    var fields = String.join(", ", index.fields());
    var offenders = new ConversionErrors(fields, "Cannot make " + fields + " unique");
    sql.each(
        """
        select min(%1$s), max(%1$s)%2$s from %3$s where %4$s is not null
        group by %5$s having count(*) > 1 limit 5\
        """
            .formatted(
                dialect.text(ColumnType.UUID, "id"),
                shown,
                table,
                String.join(" is not null and ", columns),
                String.join(", ", columns)),
        row -> {
          var values = new ArrayList<String>();
          for (int i = 0; i < types.size(); i++) {
            values.add(ConversionErrors.shown(row.value(i + 3, types.get(i))));
          }
          offenders.add(
              "records %s and %s share %s"
                  .formatted(row.text(1), row.text(2), String.join(", ", values)));
        });
    offenders.throwIfAny();
  }

  /** Refuses when a text has more bytes than an index takes. */
  void checkBytes(Field field, int most) {
    var bytes = "octet_length(" + dialect.quote(field.name()) + ")";
    var offenders =
        new ConversionErrors(field.name(), "Cannot put '" + field.name() + "' into an index");
    sql.each(
        "select id, %1$s from %2$s where %1$s > ? order by id limit 5".formatted(bytes, table),
        row ->
            offenders.add(
                "record %s has %s bytes, and an index takes %s"
                    .formatted(row.uuid(1), row.integer(2), most)),
        (long) most);
    offenders.throwIfAny();
  }

  private static ColumnType type(String name, Schema schema) {
    var field = schema.field(name);
    return field == null
        ? Objects.requireNonNull(Schema.SYSTEM_COLUMNS.get(name))
        : field.type().column();
  }

  /** Whether a value that the first type takes may be refused by the second. */
  static boolean areStricter(FieldType from, FieldType to) {
    return switch (to) {
      case FieldType.Text now when from instanceof FieldType.Text then -> text(then, now);
      case FieldType.Whole now when from instanceof FieldType.Whole then ->
          raised(then.min(), now.min()) || lowered(then.max(), now.max());
      case FieldType.Real now when from instanceof FieldType.Real then ->
          raised(then.min(), now.min()) || lowered(then.max(), now.max());
      case FieldType.Decimal now when from instanceof FieldType.Decimal then ->
          raised(then.min(), now.min()) || lowered(then.max(), now.max());
      case FieldType.ListOf now when from instanceof FieldType.ListOf then -> list(then, now);
      case FieldType.Json _, FieldType.Bool _, FieldType.Date _, FieldType.DateTime _ -> false;
      case FieldType.Dictionary _ -> !(from instanceof FieldType.Dictionary);
      case FieldType.Text _, FieldType.Numeric<?> _, FieldType.ListOf _ -> true;
    };
  }

  private static boolean text(FieldType.Text then, FieldType.Text now) {
    return raised(then.minLength(), now.minLength())
        || lowered(then.maxLength(), now.maxLength())
        || (now.pattern() != null && !Objects.equals(then.pattern(), now.pattern()))
        || (now.format() != null && then.format() != now.format())
        || narrowed(then.values(), now.values());
  }

  private static boolean list(FieldType.ListOf then, FieldType.ListOf now) {
    boolean items =
        now.item() != null
            && (then.item() == null
                || (!then.item().equals(now.item()) && areStricter(then.item(), now.item())));
    return items
        || raised(then.minLength(), now.minLength())
        || lowered(then.maxLength(), now.maxLength());
  }

  private static <T extends Comparable<T>> boolean raised(@Nullable T then, @Nullable T now) {
    return now != null && (then == null || now.compareTo(then) > 0);
  }

  private static <T extends Comparable<T>> boolean lowered(@Nullable T then, @Nullable T now) {
    return now != null && (then == null || now.compareTo(then) < 0);
  }

  private static boolean narrowed(List<String> then, List<String> now) {
    return !now.isEmpty() && (then.isEmpty() || !now.containsAll(then));
  }
}
