package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.InvalidValue;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Converts all values of one column into another column, without ever losing a digit: what does not
 * fit exactly is refused. A number becomes a text, a text that spells a number becomes one, a
 * single value becomes a list of one item, a text with JSON in it becomes an object. One statement
 * does it where SQL does exactly that, else it goes value by value.
 */
final class ColumnConversion {
  private static final int BATCH = 1_000;
  private static final FieldType ANY_TEXT = new FieldType.Text(null, null, null, null, List.of());
  private static final FieldType ANY_DECIMAL = new FieldType.Decimal(null, null);

  private final Sql sql;
  private final Dialect dialect;
  private final String table;
  private final Field from;
  private final Field to;
  private final ValueConversion values;

  /** Prepares the conversion of a field whose column has its new name already. */
  ColumnConversion(Sql sql, Dialect dialect, String table, Field from, Field to) {
    this.sql = sql;
    this.dialect = dialect;
    this.table = table;
    this.from = from;
    this.to = to;
    this.values = ValueConversion.of(from, to);
  }

  /** Writes the converted values into the target; refuses with the first records in the way. */
  void into(String target) {
    var set = "update " + table + " set _version = _version + 1, " + dialect.quote(target) + " = ";
    var expression = exact();
    if (expression.isPresent()) {
      sql.update(set + expression.get());
    } else {
      eachValue(set + "? where id = ?");
    }
  }

  /** The expression that converts exactly; values that no longer may be missing need a look. */
  private Optional<String> exact() {
    boolean wanted = to.type().equals(ANY_TEXT) || to.type().equals(ANY_DECIMAL);
    if (!(from.type() instanceof FieldType.Whole) || !wanted) {
      return Optional.empty();
    }
    var type = to.type().equals(ANY_TEXT) ? "text" : dialect.columnType(ColumnType.DECIMAL);
    return to.acceptsNull() || !from.acceptsNull()
        ? Optional.of("cast(" + dialect.quote(to.name()) + " as " + type + ")")
        : Optional.empty();
  }

  private void eachValue(String update) {
    var words = from.type().word() + " to " + to.type().word();
    var offenders =
        new ConversionErrors(to.name(), "Cannot convert '" + to.name() + "' from " + words);
    for (var batch = batch(null); !batch.isEmpty(); batch = batch(batch.getLast().id())) {
      for (var cell : batch) {
        try {
          sql.update(update, values.convert(cell.value()), cell.id());
        } catch (InvalidValue e) {
          offenders.add(cell.id().toString(), cell.value(), e.reason());
        }
      }
    }
    offenders.throwIfAny();
  }

  private List<Cell> batch(@Nullable UUID after) {
    var type = from.type().column();
    var select =
        "select t.id, "
            + dialect.select(type, "t." + dialect.quote(to.name()))
            + " from "
            + table
            + " t"
            + (after == null ? "" : " where t.id > ?")
            + " order by t.id limit "
            + BATCH;
    return after == null
        ? sql.list(select, row -> new Cell(row.uuid(1), row.value(2, type)))
        : sql.list(select, row -> new Cell(row.uuid(1), row.value(2, type)), after);
  }

  private record Cell(UUID id, @Nullable Object value) {}
}
