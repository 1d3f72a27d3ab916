package dev.tinybase.filters;

import static dev.tinybase.filters.SqlFragment.concat;
import static dev.tinybase.filters.SqlFragment.mark;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.JsonText;
import dev.tinybase.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.UUID;

/** jsonb by PostgreSQL's operators; keys are parameters. */
record PostgresFilterDialect() implements FilterDialect {
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
    var one = SqlFragment.map(item, PostgresFilterDialect::listOf);
    var holds = concat(value(list), " @> cast(", mark(one), " as jsonb)");
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

  private static JsonText listOf(Object item) {
    return new JsonText(Json.mapper().writeValueAsString(new Object[] {item}));
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
