package dev.tinybase.records;

import dev.tinybase.db.Dialect;
import dev.tinybase.filters.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The records that come after a place in an order, as conditions that an index can start at instead
 * of counting its way there.
 */
final class Keyset {
  private final List<Sort.Key> keys;
  private final List<@Nullable Object> values;
  private final Dialect dialect;
  private final List<@Nullable Object> parameters = new ArrayList<>();

  private Keyset(Sort sort, List<@Nullable Object> values, Dialect dialect) {
    this.keys = sort.keys();
    this.values = values;
    this.dialect = dialect;
  }

  /**
   * Those after the place with the values, in one or two parts that follow each other. The nulls at
   * the end of a descending order are a part of their own, because no single range of an index
   * holds both them and what is before them.
   */
  static List<SqlFragment> after(Sort sort, List<@Nullable Object> values, Dialect dialect) {
    var keyset = new Keyset(sort, values, dialect);
    var first = sort.keys().getFirst();
    if (keyset.isTuple()) {
      return List.of(keyset.tuple());
    }
    if (!first.nullable() || !first.descending() || values.getFirst() == null) {
      return List.of(keyset.bounded());
    }
    return List.of(keyset.bounded(), SqlFragment.of(first.comparable(dialect) + " is null"));
  }

  /** Whether one comparison of tuples says it all. */
  private boolean isTuple() {
    boolean descending = keys.getFirst().descending();
    return keys.stream().allMatch(key -> !key.nullable() && key.descending() == descending);
  }

  private SqlFragment tuple() {
    var columns =
        keys.stream().map(key -> key.comparable(dialect)).collect(Collectors.joining(", "));
    var marks = keys.stream().map(_ -> "?").collect(Collectors.joining(", "));
    return new SqlFragment(
        "(" + columns + ")" + operator(keys.getFirst()) + "(" + marks + ")", values);
  }

  /**
   * The exact condition, after a simpler one on the first key that tells an index where to start.
   */
  private SqlFragment bounded() {
    var first = keys.getFirst();
    var value = values.getFirst();
    if (value == null) {
      return condition(following(0));
    }
    parameters.add(value);
    var bound = first.comparable(dialect) + (first.descending() ? " <= ?" : " >= ?");
    return condition(bound + " and " + following(0));
  }

  private SqlFragment condition(String sql) {
    return new SqlFragment(sql, parameters);
  }

  /** After the place by the keys from the index on, when all keys before it are equal. */
  private String following(int index) {
    var key = keys.get(index);
    var column = key.comparable(dialect);
    var value = values.get(index);
    if (value == null) {
      var rest = following(index + 1);
      return key.descending()
          ? "(" + column + " is null and " + rest + ")"
          : "(" + column + " is not null or " + rest + ")";
    }
    parameters.add(value);
    var beyond = column + operator(key) + "?";
    if (index + 1 == keys.size()) {
      return beyond;
    }
    if (index > 0 && key.descending() && key.nullable()) {
      beyond += " or " + column + " is null";
    }
    parameters.add(value);
    return "(" + beyond + " or (" + column + " = ? and " + following(index + 1) + "))";
  }

  private static String operator(Sort.Key key) {
    return key.descending() ? " < " : " > ";
  }
}
