package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.filters.CompiledFilter.Parameter;
import dev.tinybase.filters.SqlText.Piece;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON text by SQLite's JSON functions; paths are parameters. */
record SqliteSql() implements EngineSql {
  @Override
  public Piece scalar(JsonPlace place, ColumnType type) {
    return switch (type) {
      case TEXT ->
          out ->
              out.add("case ")
                  .add(type(place))
                  .add(" when 'text' then ")
                  .add(value(place))
                  .add(" end");
      case BOOLEAN ->
          out ->
              out.add("case ").add(type(place)).add(" when 'true' then 1 when 'false' then 0 end");
      case INTEGER, REAL, DECIMAL, DATE, TIMESTAMP, JSON, UUID ->
          out ->
              out.add("case when ")
                  .add(type(place))
                  .add(" in ('integer', 'real') then ")
                  .add(value(place))
                  .add(" end");
    };
  }

  @Override
  public Piece isNull(JsonPlace place) {
    return out -> out.add("coalesce(").add(type(place)).add(", 'null') = 'null'");
  }

  @Override
  public Piece has(JsonPlace list, ColumnType type, Parameter item) {
    return out -> {
      out.add("exists (select 1 from json_each(")
          .add(array(list))
          .add(") as item where item.type ");
      switch (type) {
        case TEXT -> out.add("= 'text' and item.value = ").bind(item);
        case BOOLEAN -> out.add("= ").bind(variables -> truth(item.value(variables)));
        case INTEGER, REAL, DECIMAL, DATE, TIMESTAMP, JSON, UUID ->
            out.add("in ('integer', 'real') and item.value = ").bind(item);
      }
      out.add(")");
    };
  }

  @Override
  public Piece length(JsonPlace list) {
    return out -> out.add("json_array_length(").add(array(list)).add(")");
  }

  @Override
  public String position() {
    return "instr";
  }

  @Override
  public Piece like(Piece text, LikePattern pattern, String source) {
    return out -> out.add(text).add(" glob ").bind(pattern.glob());
  }

  @Override
  public Piece lower(Piece text) {
    return out -> out.add("lower(").add(text).add(")");
  }

  @Override
  public @Nullable Object number(@Nullable Object value) {
    return value;
  }

  private static @Nullable String truth(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static Piece array(JsonPlace list) {
    return list.list()
        ? out -> out.add(list.column())
        : out ->
            out.add("case ")
                .add(type(list))
                .add(" when 'array' then ")
                .add(value(list))
                .add(" end");
  }

  private static Piece type(JsonPlace place) {
    return out -> out.add("json_type(").add(place.column()).add(", ").bind(path(place)).add(")");
  }

  private static Piece value(JsonPlace place) {
    return out -> out.add("json_extract(").add(place.column()).add(", ").bind(path(place)).add(")");
  }

  private static String path(JsonPlace place) {
    return place.keys().stream()
        .map(key -> ".\"" + key + '"')
        .collect(Collectors.joining("", "$", ""));
  }
}
