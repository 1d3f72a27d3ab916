package dev.tinybase.filters;

import dev.tinybase.filters.Filter.Variables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of a statement with the parameters of its marks: a condition of a {@code where} clause or
 * an expression inside one.
 *
 * @param sql empty for the condition that is always true
 * @param parameters values, and before {@link #bind} also what a request has to fill in
 */
public record SqlFragment(String sql, List<@Nullable Object> parameters) {
  /** The condition that is always true. */
  public static final SqlFragment TRUE = new SqlFragment("", List.of());

  /** A parameter that is known when a request runs. */
  @FunctionalInterface
  interface Parameter {
    @Nullable Object value(Variables variables);
  }

  /** What a parameter is in one request. */
  static @Nullable Object value(@Nullable Object parameter, Variables variables) {
    return parameter instanceof Parameter later ? later.value(variables) : parameter;
  }

  /** A parameter after a change; null stays null. */
  static Object map(Object parameter, Function<Object, Object> change) {
    return parameter instanceof Parameter later
        ? (Parameter)
            variables -> {
              var value = later.value(variables);
              return value == null ? null : change.apply(value);
            }
        : change.apply(parameter);
  }

  /** Text of ours with its parameters. */
  public static SqlFragment of(String sql, @Nullable Object... parameters) {
    return new SqlFragment(sql, Arrays.asList(parameters));
  }

  /** One mark. */
  public static SqlFragment mark(@Nullable Object parameter) {
    return of("?", parameter);
  }

  /** Fragments and texts one after the other; a text is SQL of ours, never input. */
  public static SqlFragment concat(Object... parts) {
    var sql = new StringBuilder();
    var parameters = new ArrayList<@Nullable Object>();
    for (var part : parts) {
      if (part instanceof SqlFragment(var text, var more)) {
        sql.append(text);
        parameters.addAll(more);
      } else {
        sql.append((String) part);
      }
    }
    return new SqlFragment(sql.toString(), parameters);
  }

  /** The fragments with a word between them. */
  static SqlFragment join(String between, List<SqlFragment> fragments) {
    var parts = new ArrayList<Object>();
    for (var fragment : fragments) {
      parts.add(parts.isEmpty() ? "" : between);
      parts.add(fragment);
    }
    return concat(parts.toArray());
  }

  /** Both conditions. */
  public SqlFragment and(SqlFragment other) {
    if (sql.isEmpty() || other.sql.isEmpty()) {
      return sql.isEmpty() ? other : this;
    }
    return concat("(", this, ") and (", other, ")");
  }

  /** The same with what the variables stand for in one request, if it has any. */
  public SqlFragment bind(Supplier<Variables> request) {
    if (parameters.stream().noneMatch(Parameter.class::isInstance)) {
      return this;
    }
    var variables = request.get();
    var values = new ArrayList<@Nullable Object>(parameters);
    values.replaceAll(value -> value(value, variables));
    return new SqlFragment(sql, values);
  }

  /** {@code where …}, or nothing. */
  public String where() {
    return sql.isEmpty() ? "" : " where " + sql;
  }

  /** The parameters and more after them. */
  public @Nullable Object[] with(@Nullable Object... more) {
    var all = new ArrayList<@Nullable Object>(parameters);
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }
}
