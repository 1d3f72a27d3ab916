package dev.tinybase.records;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.schema.Visibility;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private static final Key ID = new Key("id", ColumnType.UUID, false, false);
  private static final Map<String, Key> SYSTEM =
      Map.of(
          "id", ID,
          "owner_id", new Key("owner_id", ColumnType.UUID, true, false),
          "created_at", new Key("created_at", ColumnType.TIMESTAMP, false, false),
          "updated_at", new Key("updated_at", ColumnType.TIMESTAMP, false, false));

  /** A column of the record with its direction. */
  record Key(String name, ColumnType type, boolean nullable, boolean descending) {
    Key descending(boolean backwards) {
      return new Key(name, type, nullable, backwards);
    }

    String text() {
      return descending ? "-" + name : name;
    }

    /** The expression that the database compares. */
    String comparable(Dialect dialect) {
      return dialect.comparable(type, RecordSql.column(dialect, name));
    }

    /** The term of {@code order by}, in the words of the index that may serve it. */
    String ordered(Dialect dialect) {
      return name.equals("owner_id") || !SYSTEM.containsKey(name)
          ? dialect.ordered(comparable(dialect), descending)
          : comparable(dialect) + (descending ? " desc" : " asc");
    }
  }

  private final List<Key> keys;
  private final List<Key> selected;
  private final String text;
  private final String orderBy;
  private final String columns;

  private Sort(List<Key> keys, Dialect dialect) {
    this.keys = List.copyOf(keys);
    selected = keys.stream().filter(key -> Columns.system(key.name()) == 0).toList();
    text = keys.stream().map(Key::text).collect(Collectors.joining(","));
    orderBy =
        keys.stream()
            .map(key -> key.ordered(dialect))
            .collect(Collectors.joining(", ", " order by ", ""));
    columns =
        selected.stream()
            .map(key -> ", " + dialect.select(key.type(), RecordSql.column(dialect, key.name())))
            .collect(Collectors.joining());
  }

  /**
   * Parses {@code -created_at,title} for an audience.
   *
   * @throws Problem 400 for a name that is unknown to the audience or not sortable
   */
  static Sort parse(String text, Visibility visibility, Dialect dialect) {
    if (text.length() > LONGEST) {
      throw refused("name at most " + MOST_KEYS + " fields, each once");
    }
    var keys = new ArrayList<Key>();
    var seen = new HashSet<String>();
    for (var word : text.split(",", -1)) {
      boolean descending = word.startsWith("-");
      var name = (descending ? word.substring(1) : word).strip();
      if (!seen.add(name) || seen.size() > MOST_KEYS) {
        throw refused("name at most " + MOST_KEYS + " fields, each once");
      }
      keys.add(key(name, visibility).descending(descending));
    }
    return new Sort(endingWithId(keys), dialect);
  }

  private static List<Key> endingWithId(List<Key> keys) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).name().equals("id")) {
        return keys.subList(0, i + 1);
      }
    }
    keys.add(ID.descending(keys.getLast().descending()));
    return keys;
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

  /** The values of the current row's keys, selected after so many columns. */
  List<@Nullable Object> place(Row row, int width) {
    var values = new ArrayList<@Nullable Object>();
    for (var key : keys) {
      int system = Columns.system(key.name());
      int column = system == 0 ? width + 1 + selected.indexOf(key) : system;
      values.add(row.value(column, key.type()));
    }
    return values;
  }

  private static Key key(String name, Visibility visibility) {
    var system = SYSTEM.get(name);
    if (system != null) {
      return system;
    }
    var field = visibility.filterable(name);
    if (field == null) {
      var known = new HashSet<>(visibility.names());
      known.addAll(SYSTEM.keySet());
      throw refused(
          "unknown field '" + Texts.abbreviate(name) + "'" + DidYouMean.hint(name, known));
    }
    var type = field.type().column();
    if (type == ColumnType.JSON) {
      throw refused("'" + name + "' is a " + field.type().word() + " and has no order");
    }
    return new Key(name, type, field.acceptsNull(), false);
  }

  private static Problem refused(String why) {
    return Problem.badRequest("invalid_sort", "sort: " + why);
  }
}
