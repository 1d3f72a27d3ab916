package dev.tinybase.records;

import dev.tinybase.filters.SqlCondition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a WHERE clause with its parameters.
 *
 * @param sql empty for what is always true
 */
record Condition(String sql, List<@Nullable Object> parameters) {
  static final Condition TRUE = new Condition("", List.of());

  static Condition of(String sql, @Nullable Object... parameters) {
    return new Condition(sql, Arrays.asList(parameters));
  }

  static Condition of(SqlCondition filter) {
    return new Condition(filter.sql(), filter.parameters());
  }

  /** Both of them. */
  Condition and(Condition other) {
    if (sql.isEmpty()) {
      return other;
    }
    if (other.sql.isEmpty()) {
      return this;
    }
    var all = new ArrayList<@Nullable Object>(parameters);
    all.addAll(other.parameters);
    return new Condition("(" + sql + ") and (" + other.sql + ")", all);
  }

  /** {@code where …}, or nothing. */
  String where() {
    return sql.isEmpty() ? "" : " where " + sql;
  }

  /** The parameters and more after them. */
  @Nullable Object[] with(@Nullable Object... more) {
    var all = new ArrayList<@Nullable Object>(parameters);
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }
}
