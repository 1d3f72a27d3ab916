package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.filters.CompiledFilter.Parameter;
import dev.tinybase.filters.EngineSql.JsonPlace;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Operator;
import dev.tinybase.filters.SqlText.Piece;
import java.util.List;

/**
 * Compiles filters to SQL. Columns come from the parsed filter, whose names were looked up in the
 * schema; everything else is a parameter. Equality, order, {@code in} and {@code starts_with} can
 * use an index. Filters that speak of {@code $new} or {@code $old} are tested in memory only.
 */
public final class FilterSql {
  private final Dialect dialect;
  private final EngineSql engine;
  private final String table;

  /**
   * @param table the table's name or alias in the statement that will hold the condition, unquoted
   */
  public FilterSql(Dialect dialect, String table) {
    this.dialect = dialect;
    this.engine = EngineSql.of(dialect);
    this.table = dialect.quote(table);
  }

  /** The filter as a condition of a {@code where} clause. */
  public CompiledFilter compile(Filter filter) {
    var out = new SqlText();
    write(filter, out);
    return out.done();
  }

  private void write(Filter filter, SqlText out) {
    if (Columns.isFree(filter)) {
      out.bind(variables -> (Object) FilterTest.holds(filter, _ -> null, variables));
      return;
    }
    switch (filter) {
      case Filter.And(var parts) -> group(parts, " and ", out);
      case Filter.Or(var parts) -> group(parts, " or ", out);
      case Filter.Not(var part) -> {
        out.add("(");
        write(part, out);
        out.add(") is not true");
      }
      case Filter.Compare compare -> compare(compare, out);
      case Filter.In in -> in(in, out);
      case Filter.IsNull(Operand.Path path) -> out.add(engine.isNull(place(path)));
      case Filter.IsNull(var operand) -> out.add(plain(operand)).add(" is null");
      case Filter.TextMatch match ->
          new TextSql(engine).write(match, scalar(match.left(), ColumnType.TEXT), out);
      case Filter.Has(var list, var item) ->
          out.add(engine.has(place(list), typeOf(item), parameter(item)));
      case Filter.Length(var list, var operator, long length) ->
          out.add(engine.length(place(list))).add(word(operator)).bind((Object) length);
    }
  }

  private void group(List<Filter> parts, String word, SqlText out) {
    out.add("(").join(word, parts, part -> write(part, out)).add(")");
  }

  private void compare(Filter.Compare compare, SqlText out) {
    var type = typeOf(compare.right());
    out.add(scalar(compare.left(), type)).add(word(compare.operator()));
    out.bind(parameter(compare.left(), compare.right()));
  }

  /** Inside JSON the values may be of several types, each compared with values of its own. */
  private void in(Filter.In in, SqlText out) {
    var byType =
        in.values().stream().collect(java.util.stream.Collectors.groupingBy(FilterSql::typeOf));
    var groups = List.copyOf(byType.entrySet());
    out.add("(")
        .join(
            " or ",
            groups,
            group -> {
              out.add(scalar(in.left(), group.getKey())).add(" in (");
              out.join(", ", group.getValue(), value -> out.bind(parameter(in.left(), value)))
                  .add(")");
            });
    out.add(groups.isEmpty() ? "1 = 0)" : ")");
  }

  /** The left side, read as the type where it is inside JSON. */
  private Piece scalar(Operand operand, ColumnType type) {
    return operand instanceof Operand.Path path ? engine.scalar(place(path), type) : plain(operand);
  }

  private Piece plain(Operand operand) {
    return switch (operand) {
      case Operand.Column column ->
          out -> out.add(dialect.comparable(column.type(), name(column.name(), column.source())));
      case Operand.Value _, Operand.Variable _ -> out -> out.bind(parameter(operand));
      case Operand.Path path -> throw new IllegalStateException("no single column: " + path);
    };
  }

  private JsonPlace place(Operand operand) {
    return switch (operand) {
      case Operand.Column(var name, _, var source) ->
          new JsonPlace(name(name, source), List.of(), true);
      case Operand.Path(var field, var keys, var source) ->
          new JsonPlace(name(field, source), keys, false);
      case Operand.Value _, Operand.Variable _ ->
          throw new IllegalStateException("no JSON: " + operand);
    };
  }

  private String name(String column, Filter.Source source) {
    if (source != Filter.Source.RECORD) {
      throw new IllegalStateException("$new and $old exist in memory only");
    }
    return table + "." + dialect.quote(column);
  }

  private Parameter parameter(Operand left, Operand right) {
    var plain = parameter(right);
    return left instanceof Operand.Path
        ? variables -> engine.number(plain.value(variables))
        : plain;
  }

  private static Parameter parameter(Operand operand) {
    return switch (operand) {
      case Operand.Value(Object value) -> _ -> value;
      case Operand.Variable(var name, var type) -> variables -> variables.value(name, type);
      case Operand.Column _, Operand.Path _ ->
          throw new IllegalStateException("$new and $old exist in memory only");
    };
  }

  private static ColumnType typeOf(Operand operand) {
    return switch (operand) {
      case Operand.Variable(_, var type) -> type;
      case Operand.Column(_, var type, _) -> type;
      case Operand.Value(String _) -> ColumnType.TEXT;
      case Operand.Value(Boolean _) -> ColumnType.BOOLEAN;
      case Operand.Value _, Operand.Path _ -> ColumnType.REAL;
    };
  }

  private static String word(Operator operator) {
    return switch (operator) {
      case EQ -> " = ";
      case GT -> " > ";
      case GTE -> " >= ";
      case LT -> " < ";
      case LTE -> " <= ";
    };
  }
}
