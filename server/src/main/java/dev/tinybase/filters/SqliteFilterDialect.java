package dev.tinybase.filters;

import static dev.tinybase.filters.SqlFragment.concat;
import static dev.tinybase.filters.SqlFragment.mark;

import dev.tinybase.db.ColumnType;
import java.util.UUID;
import java.util.stream.Collectors;

/** JSON text by SQLite's JSON functions; paths are parameters. */
record SqliteFilterDialect() implements FilterDialect {
  @Override
  public SqlFragment scalar(JsonPlace place, ColumnType type) {
    return switch (type) {
      case TEXT -> concat("case ", type(place), " when 'text' then ", value(place), " end");
      case BOOLEAN -> concat("case ", type(place), " when 'true' then 1 when 'false' then 0 end");
      case INTEGER, REAL, DECIMAL, DATE, TIMESTAMP, JSON, UUID ->
          concat("case when ", type(place), " in ('integer', 'real') then ", value(place), " end");
    };
  }

  @Override
  public SqlFragment isNull(JsonPlace place) {
    return concat("coalesce(", type(place), ", 'null') = 'null'");
  }

  @Override
  public SqlFragment has(JsonPlace list, ColumnType type, Object item) {
    var isItem =
        switch (type) {
          case TEXT -> concat("= 'text' and item.value = ", mark(item));
          case BOOLEAN -> concat("= ", mark(SqlFragment.map(item, Object::toString)));
          case INTEGER, REAL, DECIMAL, DATE, TIMESTAMP, JSON, UUID ->
              concat("in ('integer', 'real') and item.value = ", mark(item));
        };
    return concat(
        "exists (select 1 from json_each(", array(list), ") as item where item.type ", isItem, ")");
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
