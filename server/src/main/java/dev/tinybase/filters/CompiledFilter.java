package dev.tinybase.filters;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter as SQL text, made once; its parameters are filled in for each request. */
public final class CompiledFilter {
  private final String sql;
  private final List<Parameter> parameters;

  CompiledFilter(String sql, List<Parameter> parameters) {
    this.sql = sql;
    this.parameters = List.copyOf(parameters);
  }

  /** The SQL text, the same for every request. */
  public String sql() {
    return sql;
  }

  /** The SQL text with what the variables stand for in one request. */
  public SqlCondition bind(Variables variables) {
    var values = new ArrayList<@Nullable Object>(parameters.size());
    for (var parameter : parameters) {
      values.add(parameter.value(variables));
    }
    return new SqlCondition(sql, values);
  }

  /** What a mark in the text stands for. */
  @FunctionalInterface
  interface Parameter {
    @Nullable Object value(Variables variables);
  }
}
