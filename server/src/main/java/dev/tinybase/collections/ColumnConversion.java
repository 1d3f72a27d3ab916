package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.JsonText;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.schema.RecordValidator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
  private final @Nullable Object fallback;

  /** Prepares the conversion of a field whose column has its new name already. */
  ColumnConversion(Sql sql, Dialect dialect, String table, Field from, Field to) {
    this.sql = sql;
    this.dialect = dialect;
    this.table = table;
    this.from = from;
    this.to = to;
    this.fallback = RecordValidator.fallback(to);
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
          sql.update(update, convert(cell.value()), cell.id());
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

  /**
   * The value in the new type.
   *
   * @throws InvalidValue when there is none
   */
  private @Nullable Object convert(@Nullable Object value) {
    if (value == null) {
      return to.acceptsNull() ? null : missing();
    }
    var node = FieldValues.node(value);
    if (node.isNull()) {
      return convert(null); // the JSON value null is stored like a missing one
    }
    var converted = FieldValues.read(to.type(), shaped(value, node), true);
    if (converted instanceof Double real && !exact(value, real)) {
      throw new InvalidValue("out_of_range", "would lose digits as a " + to.type().word());
    }
    return converted;
  }

  /** The JSON to read the new value from. */
  private JsonNode shaped(Object value, JsonNode node) {
    return switch (to.type()) {
      case FieldType.Text _ when !node.isString() ->
          FieldValues.node(value instanceof JsonText ? Json.text(node) : node.asString());
      case FieldType.ListOf _ when !node.isArray() -> Json.mapper().createArrayNode().add(node);
      case FieldType.Dictionary _ when value instanceof String text -> parsed(text).orElse(node);
      case FieldType _ -> node;
    };
  }

  private static Optional<JsonNode> parsed(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (Problem _) {
      return Optional.empty();
    }
  }

  private Object missing() {
    if (fallback == null) {
      throw new InvalidValue("null_not_allowed", "must not be null");
    }
    return fallback;
  }

  private static boolean exact(Object value, double real) {
    return switch (value) {
      case Long whole -> (long) real == whole && Math.abs(real) < 0x1p63;
      case BigDecimal decimal -> BigDecimal.valueOf(real).compareTo(decimal) == 0;
      default -> true;
    };
  }

  private record Cell(UUID id, @Nullable Object value) {}
}
