package dev.tinybase.records;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list. The id always ends it, so that no two records stand at the same place; it
 * runs in the direction of the key before it, which lets an index be read from either end. Nulls
 * come first in ascending order and last in descending order.
 */
public final class Sort {
  private static final int MOST_KEYS = 8;
  private static final int LONGEST = 1000;

  /** The columns that every record has, by their places in every select. */
  private static final List<String> SYSTEM = List.of("id", "owner_id", "created_at", "updated_at");

  private final List<Key> keys;
  private final List<Key> selected;
  private final String text;
  private final String orderBy;
  private final String columns;

  /**
   * A column of the record with its direction.
   *
   * @param comparable the expression that the database compares
   */
  record Key(
      String name, ColumnType type, boolean nullable, boolean descending, String comparable) {
    /** The operator for what comes after a value. */
    String beyond() {
      return descending ? " < " : " > ";
    }

    /** The term of {@code order by}, in the words of the index that may serve it. */
    private String ordered(Dialect dialect) {
      return nullable || !SYSTEM.contains(name)
          ? dialect.ordered(comparable, descending)
          : comparable + (descending ? " desc" : " asc");
    }
  }

  private Sort(List<Key> keys, Dialect dialect) {
    this.keys = List.copyOf(keys);
    selected = keys.stream().filter(key -> !SYSTEM.contains(key.name())).toList();
    text =
        keys.stream()
            .map(key -> key.descending() ? "-" + key.name() : key.name())
            .collect(Collectors.joining(","));
    orderBy =
        keys.stream()
            .map(key -> key.ordered(dialect))
            .collect(Collectors.joining(", ", " order by ", ""));
    columns =
        selected.stream()
            .map(key -> ", " + dialect.select(key.type(), Columns.column(dialect, key.name())))
            .collect(Collectors.joining());
  }

  /**
   * Parses {@code -created_at,title} for an audience.
   *
   * @throws Problem 400 for a name that is unknown to the audience or not sortable
   */
  static Sort parse(String text, Visibility visibility, Dialect dialect) {
    var words = text.length() > LONGEST ? new String[0] : text.split(",", -1);
    var keys = new ArrayList<Key>();
    var seen = new HashSet<String>();
    int end = 0;
    for (var word : words) {
      boolean descending = word.startsWith("-");
      var name = (descending ? word.substring(1) : word).strip();
      if (!seen.add(name) || seen.size() > MOST_KEYS) {
        throw refused("name at most " + MOST_KEYS + " fields, each once");
      }
      keys.add(key(name, descending, visibility, dialect));
      end = name.equals("id") ? keys.size() : end;
    }
    if (keys.isEmpty()) {
      throw refused("name at most " + MOST_KEYS + " fields, each once");
    }
    if (end == 0) {
      keys.add(key("id", keys.getLast().descending(), visibility, dialect));
      end = keys.size();
    }
    return new Sort(keys.subList(0, end), dialect);
  }

  /** The last one is the id. */
  List<Key> keys() {
    return keys;
  }

  /** The order in the form that it is parsed from, the id at its end. */
  String text() {
    return text;
  }

  /** {@code order by …}. */
  String orderBy() {
    return orderBy;
  }

  /** What to select after a record's columns to make a cursor, each with a comma before it. */
  String columns() {
    return columns;
  }

  /** How many columns these are. */
  int width() {
    return selected.size();
  }

  /** The values of the current row's keys, selected after so many columns. */
  List<@Nullable Object> place(Row row, int width) {
    var values = new ArrayList<@Nullable Object>();
    for (var key : keys) {
      int system = SYSTEM.indexOf(key.name());
      int column = system < 0 ? width + 1 + selected.indexOf(key) : Columns.ID + system;
      values.add(row.value(column, key.type()));
    }
    return values;
  }

  private static Key key(String name, boolean descending, Visibility visibility, Dialect dialect) {
    var system = Schema.SYSTEM_COLUMNS.get(name);
    var field = system == null ? sortable(name, visibility) : null;
    var type = field == null ? Objects.requireNonNull(system) : field.type().column();
    boolean nullable = field == null ? name.equals("owner_id") : field.acceptsNull();
    var comparable = dialect.comparable(type, Columns.column(dialect, name));
    return new Key(name, type, nullable, descending, comparable);
  }

  private static Field sortable(String name, Visibility visibility) {
    var field = visibility.filterable(name);
    if (field == null) {
      var hint = DidYouMean.hint(name, visibility.filterableNames());
      throw refused("unknown field '" + Texts.abbreviate(name) + "'" + hint);
    }
    if (field.type().column() == ColumnType.JSON) {
      throw refused("'" + name + "' is a " + field.type().word() + " and has no order");
    }
    return field;
  }

  private static Problem refused(String why) {
    return Problem.badRequest("invalid_sort", "sort: " + why);
  }
}
