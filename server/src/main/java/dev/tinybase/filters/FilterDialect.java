package dev.tinybase.filters;

import static dev.tinybase.filters.SqlFragment.concat;
import static dev.tinybase.filters.SqlFragment.mark;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.JsonText;
import dev.tinybase.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What differs between the databases inside a condition: JSON and text. */
sealed interface FilterDialect {
  static FilterDialect of(Dialect dialect) {
    return dialect.isSqlite() ? new Sqlite() : new Postgres();
  }

  /**
   * A scalar inside JSON: null where the value is absent or of another type.
   *
   * @param type TEXT, BOOLEAN, or REAL for any number
   */
  SqlFragment scalar(JsonPlace place, ColumnType type);

  /** Whether a value inside JSON is absent or null. */
  SqlFragment isNull(JsonPlace place);

  /**
   * Whether a list holds an item of the type; null where there is no list.
   *
   * @param item a value, or a {@link SqlFragment.Parameter}
   */
  SqlFragment has(JsonPlace list, ColumnType type, Object item);

  /**
   * Whether a list holds nothing but some items; not true where there is no list.
   *
   * @param types of the items, one for each
   * @param items as of {@link #has}
   */
  SqlFragment subset(JsonPlace list, List<ColumnType> types, List<Object> items);

  /** The length of a list; null where there is none. */
  SqlFragment length(JsonPlace list);

  /** The function that gives the position of a text in another, from 1; 0 where it is not. */
  String position();

  /** Whether a text matches a pattern, case-sensitively. */
  SqlFragment like(SqlFragment text, String pattern);

  /** Text with A to Z in lower case. */
  SqlFragment lower(SqlFragment text);

  /** A number that is compared with a number inside JSON. */
  Object number(Object value);

  /**
   * A place inside JSON.
   *
   * @param column the quoted column
   * @param keys the path inside it; empty for the column's whole value
   * @param isList whether the value is known to be a list or null
   */
  record JsonPlace(String column, List<String> keys, boolean isList) {}

  /** JSON text by SQLite's JSON functions; paths are parameters. */
  record Sqlite() implements FilterDialect {
    @Override
    public SqlFragment scalar(JsonPlace place, ColumnType type) {
      return switch (type) {
        case TEXT -> concat("case ", type(place), " when 'text' then ", value(place), " end");
        case BOOLEAN -> concat("case ", type(place), " when 'true' then 1 when 'false' then 0 end");
        case INTEGER, REAL, DECIMAL, DATE, TIMESTAMP, JSON, UUID ->
            concat(
                "case when ", type(place), " in ('integer', 'real') then ", value(place), " end");
      };
    }

    @Override
    public SqlFragment isNull(JsonPlace place) {
      return concat("coalesce(", type(place), ", 'null') = 'null'");
    }

    @Override
    public SqlFragment has(JsonPlace list, ColumnType type, Object item) {
      return concat("exists (", items(list), is(type, item), ")");
    }

    @Override
    public SqlFragment subset(JsonPlace list, List<ColumnType> types, List<Object> items) {
      var isOne = new ArrayList<SqlFragment>();
      for (int i = 0; i < items.size(); i++) {
        isOne.add(is(types.get(i), items.get(i)));
      }
      var known = isOne.isEmpty() ? SqlFragment.of("1 = 0") : SqlFragment.join(" or ", isOne);
      return concat(
          "(",
          array(list),
          " is not null and not exists (",
          items(list),
          "(",
          known,
          ") is not true))");
    }

    private static SqlFragment items(JsonPlace list) {
      return concat("select 1 from json_each(", array(list), ") as item where ");
    }

    private static SqlFragment is(ColumnType type, Object item) {
      return switch (type) {
        case TEXT -> concat("(item.type = 'text' and item.value = ", mark(item), ")");
        case BOOLEAN -> concat("item.type = ", mark(SqlFragment.map(item, Object::toString)));
        case INTEGER, REAL, DECIMAL, DATE, TIMESTAMP, JSON, UUID ->
            concat("(item.type in ('integer', 'real') and item.value = ", mark(item), ")");
      };
    }

    @Override
    public SqlFragment length(JsonPlace list) {
      return concat("json_array_length(", array(list), ")");
    }

    @Override
    public String position() {
      return "instr";
    }

    @Override
    public SqlFragment like(SqlFragment text, String pattern) {
      return concat(text, " glob ", mark(LikePattern.of(pattern).glob()));
    }

    @Override
    public SqlFragment lower(SqlFragment text) {
      return concat("lower(", text, ")");
    }

    @Override
    public Object number(Object value) {
      return value;
    }

    private static SqlFragment array(JsonPlace list) {
      return list.isList()
          ? concat(list.column())
          : concat("case ", type(list), " when 'array' then ", value(list), " end");
    }

    private static SqlFragment type(JsonPlace place) {
      return concat("json_type(", place.column(), ", ", mark(path(place)), ")");
    }

    private static SqlFragment value(JsonPlace place) {
      return concat("json_extract(", place.column(), ", ", mark(path(place)), ")");
    }

    private static String path(JsonPlace place) {
      return place.keys().stream()
          .map(key -> ".\"" + key + '"')
          .collect(Collectors.joining("", "$", ""));
    }
  }

  /** jsonb by PostgreSQL's operators; keys are parameters. */
  record Postgres() implements FilterDialect {
    @Override
    public SqlFragment scalar(JsonPlace place, ColumnType type) {
      return switch (type) {
        case TEXT -> when(place, "string", concat(value(place), " #>> '{}'"));
        case BOOLEAN -> when(place, "boolean", concat("cast(", value(place), " as boolean)"));
        case INTEGER, REAL, DECIMAL, DATE, TIMESTAMP, JSON, UUID ->
            when(place, "number", concat("cast(", value(place), " as numeric)"));
      };
    }

    @Override
    public SqlFragment isNull(JsonPlace place) {
      return concat("coalesce(jsonb_typeof(", value(place), "), 'null') = 'null'");
    }

    @Override
    public SqlFragment has(JsonPlace list, ColumnType type, Object item) {
      var one = SqlFragment.map(item, value -> listOf(Stream.of(value)));
      var holds = concat(value(list), " @> cast(", mark(one), " as jsonb)");
      return list.isList() ? holds : when(list, "array", holds);
    }

    @Override
    public SqlFragment subset(JsonPlace list, List<ColumnType> types, List<Object> items) {
      SqlFragment.Parameter known =
          variables -> listOf(items.stream().map(item -> SqlFragment.value(item, variables)));
      var holds = concat(value(list), " <@ cast(", mark(known), " as jsonb)");
      return list.isList() ? holds : when(list, "array", holds);
    }

    @Override
    public SqlFragment length(JsonPlace list) {
      return concat("jsonb_array_length(", when(list, "array", value(list)), ")");
    }

    @Override
    public String position() {
      return "strpos";
    }

    @Override
    public SqlFragment like(SqlFragment text, String pattern) {
      return concat(text, " like ", mark(pattern));
    }

    @Override
    public SqlFragment lower(SqlFragment text) {
      return concat("lower((", text, ") collate \"C\")");
    }

    @Override
    public Object number(Object value) {
      return switch (value) {
        case Long whole -> BigDecimal.valueOf(whole);
        case Double real -> BigDecimal.valueOf(real);
        default -> value;
      };
    }

    /** The values that are not null. */
    private static JsonText listOf(Stream<? extends @Nullable Object> items) {
      var values = items.filter(Objects::nonNull).toList();
      return new JsonText(Json.mapper().writeValueAsString(values));
    }

    private static SqlFragment when(JsonPlace place, String type, SqlFragment then) {
      return concat(
          "(case jsonb_typeof(", value(place), ") when '" + type + "' then ", then, " end)");
    }

    private static SqlFragment value(JsonPlace place) {
      var parts = new ArrayList<Object>();
      parts.add("(" + place.column());
      for (var key : place.keys()) {
        parts.add(concat(" -> cast(", mark(key), " as text)"));
      }
      parts.add(")");
      return concat(parts.toArray());
    }
  }
}
