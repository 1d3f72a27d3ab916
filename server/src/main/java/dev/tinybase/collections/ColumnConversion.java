package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.InvalidValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Converts all values of columns to other types, in one pass over the records. One statement does
 * it where SQL does exactly what {@link ValueConversion} does.
 */
final class ColumnConversion {
  private static final int MOST_RECORDS = 500;

  /** So many bytes of values are in memory at once, and a record more. */
  private static final long MOST_BYTES = 4 << 20;

  /** SQLite takes 32,766 parameters, PostgreSQL twice as many. */
  private static final int MOST_PARAMETERS = 20_000;

  private static final FieldType ANY_TEXT = new FieldType.Text(null, null, null, null, List.of());
  private static final FieldType ANY_DECIMAL = new FieldType.Decimal(null, null);

  private final Sql sql;
  private final Dialect dialect;
  private final Ddl ddl;
  private final List<ValueConversion> conversions;
  private final List<ConversionErrors> offenders;

  /** Prepares the conversion of fields whose columns have their new names already. */
  ColumnConversion(Sql sql, Dialect dialect, Ddl ddl, List<SchemaStep.ConvertField> steps) {
    this.sql = sql;
    this.dialect = dialect;
    this.ddl = ddl;
    conversions = steps.stream().map(step -> ValueConversion.of(step.from(), step.to())).toList();
    offenders =
        conversions.stream()
            .map(each ->
                new ConversionErrors(
                    each.to().name(),
                    "Cannot convert '%s' from %s to %s"
                        .formatted(
                            each.to().name(), each.from().type().word(), each.to().type().word())))
            .toList();
  }

  /** Does it, or refuses with the first records in the way. */
  void run() {
    if (conversions.isEmpty()) {
      return;
    }
    var targets = IntStream.range(0, conversions.size()).mapToObj(i -> "_converted_" + i).toList();
    var types = conversions.stream().map(each -> each.to().type().column()).toList();
    ddl.addColumns(targets, types).forEach(sql::execute);
    if (conversions.stream().allMatch(ColumnConversion::isCast)) {
      castAll(targets);
    } else {
      convertAll(targets);
    }
    var names = conversions.stream().map(each -> each.to().name()).toList();
    ddl.dropColumns(names).forEach(sql::execute);
    for (int i = 0; i < targets.size(); i++) {
      sql.execute(ddl.renameColumn(targets.get(i), names.get(i)));
    }
    var required = conversions.stream().map(ValueConversion::to).filter(to -> !to.acceptsNull());
    ddl.setNotNull(required.map(Field::name).toList()).forEach(sql::execute);
  }

  /** Whether SQL converts exactly; values that no longer may be missing need a look. */
  private static boolean isCast(ValueConversion each) {
    var to = each.to();
    return each.from().type() instanceof FieldType.Whole
        && (to.type().equals(ANY_TEXT) || to.type().equals(ANY_DECIMAL))
        && (to.acceptsNull() || !each.from().acceptsNull());
  }

  private void castAll(List<String> targets) {
    var update =
        update(
            targets,
            i -> {
              var to = conversions.get(i).to();
              return "cast(%s as %s)"
                  .formatted(dialect.quote(to.name()), castType(to.type().column()));
            });
    sql.update(update);
  }

  private void convertAll(List<String> targets) {
    int most = Math.min(MOST_RECORDS, MOST_PARAMETERS / (targets.size() + 1));
    @Nullable UUID last = null;
    for (var batch = batch(last, most); !batch.isEmpty(); batch = batch(last, most)) {
      for (var record : batch) {
        last = (UUID) Objects.requireNonNull(record.getFirst());
        for (int i = 0; i < targets.size(); i++) {
          record.set(i + 1, convert(i, last, record.get(i + 1)));
        }
      }
      write(targets, batch);
    }
    offenders.forEach(ConversionErrors::throwIfAny);
  }

  /** To PostgreSQL the way is long; SQLite would look at all records for each such statement. */
  private void write(List<String> targets, List<List<@Nullable Object>> records) {
    if (dialect.isSqlite()) {
      var update = update(targets, _ -> "?") + " where id = ?";
      for (var record : records) {
        Collections.rotate(record, -1); // the id comes last
        sql.update(update, record.toArray());
      }
    } else {
      // the columns of "values" are named so
      var update = update(targets, i -> "v.column" + (i + 2)) + " from (values " + rows(records);
      sql.update(update, records.stream().flatMap(List::stream).toArray());
    }
  }

  private @Nullable Object convert(int position, Object id, @Nullable Object value) {
    try {
      return conversions.get(position).convert(value);
    } catch (InvalidValue e) {
      offenders.get(position).add(id.toString(), value, e);
      return null;
    }
  }

  private String update(List<String> targets, IntFunction<String> value) {
    var set = new ArrayList<String>(List.of("_version = _version + 1"));
    for (int i = 0; i < targets.size(); i++) {
      set.add(dialect.quote(targets.get(i)) + " = " + value.apply(i));
    }
    return "update " + ddl.table() + " set " + String.join(", ", set);
  }

  private String rows(List<?> records) {
    var row =
        conversions.stream()
            .map(each -> parameter(each.to().type().column()))
            .collect(Collectors.joining(", ", "(" + parameter(ColumnType.UUID) + ", ", ")"));
    return String.join(", ", Collections.nCopies(records.size(), row))
        + ") as v where "
        + ddl.table()
        + ".id = v.column1";
  }

  private String parameter(ColumnType type) {
    return "cast(? as " + castType(type) + ")";
  }

  /** A column of texts may have a collation, which is no part of the type. */
  private String castType(ColumnType type) {
    return type == ColumnType.TEXT ? "text" : dialect.columnType(type);
  }

  /** The next records in the order of their ids: the id, and the value of each column. */
  private List<List<@Nullable Object>> batch(@Nullable UUID after, int most) {
    var columns = new StringBuilder("id");
    for (var each : conversions) {
      columns
          .append(", ")
          .append(dialect.select(each.from().type().column(), dialect.quote(each.to().name())));
    }
    int count = fitting(select(bytes(), after, most), after);
    var select = select(columns.toString(), after, count);
    return after == null ? sql.list(select, this::values) : sql.list(select, this::values, after);
  }

  private String select(String columns, @Nullable UUID after, int most) {
    var from = after == null ? "" : " where id > ?";
    return "select %s from %s%s order by id limit %d".formatted(columns, ddl.table(), from, most);
  }

  /** How many bytes the values of a record have; to ask for it reads none that are long. */
  private String bytes() {
    return conversions.stream()
        .map(each -> {
          var name = dialect.quote(each.to().name());
          var isBytes = each.from().type().column() == ColumnType.TEXT || dialect.isSqlite();
          return "coalesce(octet_length(%s), 0)"
              .formatted(isBytes ? name : "cast(" + name + " as text)");
        })
        .collect(Collectors.joining(" + "));
  }

  /** How many of the records whose bytes a select tells may be in memory at once, one at least. */
  private int fitting(String sizes, @Nullable UUID after) {
    var bytes =
        after == null
            ? sql.list(sizes, row -> row.integer(1))
            : sql.list(sizes, row -> row.integer(1), after);
    long sum = 0;
    int count = 0;
    while (count < bytes.size() && (sum += bytes.get(count)) <= MOST_BYTES) {
      count++;
    }
    return Math.max(1, count);
  }

  private List<@Nullable Object> values(Row row) {
    var values = new ArrayList<@Nullable Object>(conversions.size() + 1);
    values.add(row.uuid(1));
    for (int i = 0; i < conversions.size(); i++) {
      values.add(row.value(i + 2, conversions.get(i).from().type().column()));
    }
    return values;
  }
}
