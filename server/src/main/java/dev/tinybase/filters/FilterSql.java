package dev.tinybase.filters;

import static dev.tinybase.filters.SqlFragment.concat;
import static dev.tinybase.filters.SqlFragment.join;
import static dev.tinybase.filters.SqlFragment.mark;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.filters.Filter.FieldPath;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Operator;
import dev.tinybase.filters.FilterDialect.JsonPlace;
import dev.tinybase.filters.SqlFragment.Parameter;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compiles filters to SQL. Columns come from the parsed filter, whose names were looked up in the
 * schema; everything else is a parameter. Equality, order, {@code in} and {@code starts_with} can
 * use an index. Filters that speak of {@code $new} or {@code $old} are evaluated in memory only.
 */
public final class FilterSql {
  private static final int AFTER_LAST = 1_000;

  private final Dialect dialect;
  private final FilterDialect filters;
  private final String table;

  /**
   * @param table the table's name or alias in the statement that will hold the condition, unquoted
   */
  public FilterSql(Dialect dialect, String table) {
    this.dialect = dialect;
    this.filters = FilterDialect.of(dialect);
    this.table = dialect.quote(table);
  }

  /** The filter as a condition of a {@code where} clause, to be bound for each request. */
  public SqlFragment compile(Filter filter) {
    if (filter.isConstant()) {
      return mark((Parameter) variables -> FilterEvaluator.holds(filter, _ -> null, variables));
    }
    return switch (filter) {
      case Filter.And(var parts) -> group(parts, " and ");
      case Filter.Or(var parts) -> group(parts, " or ");
      case Filter.Not(var part) -> concat("(", compile(part), ") is not true");
      case Filter.Compare(var left, var operator, var right) ->
          concat(scalar(left, typeOf(right)), word(operator), mark(parameter(left, right)));
      case Filter.In in -> in(in);
      case Filter.IsNull(var operand) -> isNull(field(operand).path());
      case Filter.TextMatch match -> text(match);
      case Filter.Has(var list, var item) ->
          filters.has(place(field(list).path()), typeOf(item), parameter(item));
      case Filter.ItemsIn(var items, _, Operand.Items(var values)) ->
          filters.subset(
              place(field(items).path()),
              values.stream().map(FilterSql::typeOf).toList(),
              values.stream().map(FilterSql::parameter).toList());
      case Filter.ItemsIn _, Filter.Changed _ -> throw inMemoryOnly(filter);
      case Filter.Length(var list, var operator, long length) ->
          concat(filters.length(place(field(list).path())), word(operator), mark(length));
    };
  }

  private SqlFragment group(List<Filter> parts, String word) {
    return concat("(", join(word, parts.stream().map(this::compile).toList()), ")");
  }

  /** Inside JSON the values may be of several types, each compared with values of its own. */
  private SqlFragment in(Filter.In in) {
    var byType =
        in.values().stream()
            .collect(
                Collectors.groupingBy(
                    FilterSql::typeOf,
                    () -> new EnumMap<>(ColumnType.class),
                    Collectors.mapping(
                        value -> mark(parameter(in.left(), value)), Collectors.toList())));
    var groups =
        byType.entrySet().stream()
            .map(group ->
                concat(
                    scalar(in.left(), group.getKey()), " in (", join(", ", group.getValue()), ")"))
            .toList();
    return groups.isEmpty() ? concat("(1 = 0)") : concat("(", join(" or ", groups), ")");
  }

  private SqlFragment isNull(FieldPath path) {
    return switch (path) {
      case FieldPath.InsideJson inside -> filters.isNull(place(inside));
      case FieldPath.Column column -> concat(column(column), " is null");
    };
  }

  private SqlFragment text(Filter.TextMatch match) {
    var left = scalar(match.left(), ColumnType.TEXT);
    var right = parameter(match.right());
    return switch (match.operator()) {
      case CONTAINS -> position(left, right);
      case ICONTAINS ->
          position(
              filters.lower(left),
              SqlFragment.map(right, text -> FilterEvaluator.lower((String) text)));
      case STARTS_WITH -> {
        var end = SqlFragment.map(right, text -> afterPrefix((String) text));
        yield concat("(", left, " >= ", mark(right), " and ", left, " < ", mark(end), ")");
      }
      case ENDS_WITH -> endsWith(left, right);
      case LIKE -> filters.like(left, (String) right);
    };
  }

  private SqlFragment position(SqlFragment left, Object right) {
    return concat(filters.position() + "(", left, ", ", mark(right), ") > 0");
  }

  /** A start before the first character only yields texts that are too short to be equal. */
  private static SqlFragment endsWith(SqlFragment left, Object right) {
    var length = mark(SqlFragment.map(right, FilterSql::codePoints));
    var start = concat("length(", left, ") - cast(", length, " as integer) + 1");
    return concat("substr(", left, ", ", start, ") = ", mark(right));
  }

  private static Object codePoints(Object text) {
    return ((String) text).codePointCount(0, ((String) text).length());
  }

  /**
   * The least text after all that begin with the prefix. None is after the last code point itself:
   * there a long run of it has to do.
   */
  public static String afterPrefix(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return new StringBuilder(prefix.substring(0, end)).appendCodePoint(next).toString();
      }
    }
    return Character.toString(Character.MAX_CODE_POINT).repeat(AFTER_LAST);
  }

  /** The left side, read as the type where it is inside JSON. */
  private SqlFragment scalar(Operand operand, ColumnType type) {
    return switch (field(operand).path()) {
      case FieldPath.InsideJson inside -> filters.scalar(place(inside), type);
      case FieldPath.Column column -> column(column);
    };
  }

  private SqlFragment column(FieldPath.Column column) {
    return concat(dialect.comparable(column.type(), name(column.name())));
  }

  private JsonPlace place(FieldPath path) {
    return switch (path) {
      case FieldPath.Column(var name, _) -> new JsonPlace(name(name), List.of(), true);
      case FieldPath.InsideJson(var field, var keys) -> new JsonPlace(name(field), keys, false);
    };
  }

  private String name(String column) {
    return table + "." + dialect.quote(column);
  }

  /** The field on the left side; a filter without one is constant and was settled before. */
  private static Operand.Field field(Operand operand) {
    if (operand instanceof Operand.Field field && field.source() == Filter.Source.RECORD) {
      return field;
    }
    throw inMemoryOnly(operand);
  }

  private static IllegalStateException inMemoryOnly(Object filter) {
    return new IllegalStateException("$new and $old exist in memory only: " + filter);
  }

  private Object parameter(Operand left, Operand right) {
    boolean isInside = field(left).path() instanceof FieldPath.InsideJson;
    return isInside ? SqlFragment.map(parameter(right), filters::number) : parameter(right);
  }

  private static Object parameter(Operand operand) {
    return switch (operand) {
      case Operand.Value(Object value) -> value;
      case Operand.Variable(var name, var type) ->
          (Parameter) variables -> variables.value(name, type);
      case Operand.Field _, Operand.Items _ -> throw inMemoryOnly(operand);
    };
  }

  private static ColumnType typeOf(Operand operand) {
    return switch (operand) {
      case Operand.Variable(_, var type) -> type;
      case Operand.Field(FieldPath.Column(_, var type), _) -> type;
      case Operand.Value(String _) -> ColumnType.TEXT;
      case Operand.Value(Boolean _) -> ColumnType.BOOLEAN;
      case Operand.Value _, Operand.Items _, Operand.Field(FieldPath.InsideJson _, _) ->
          ColumnType.REAL;
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
