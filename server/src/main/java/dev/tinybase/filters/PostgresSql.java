package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import dev.tinybase.db.JsonText;
import dev.tinybase.filters.CompiledFilter.Parameter;
import dev.tinybase.filters.SqlText.Piece;
import dev.tinybase.json.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** jsonb by PostgreSQL's operators; keys are parameters. */
record PostgresSql() implements EngineSql {
  @Override
  public Piece scalar(JsonPlace place, ColumnType type) {
    return switch (type) {
      case TEXT -> out -> when(place, "string", p -> p.add(value(place)).add(" #>> '{}'"), out);
      case BOOLEAN -> out -> when(place, "boolean", cast(place, "boolean"), out);
      case INTEGER, REAL, DECIMAL, DATE, TIMESTAMP, JSON, UUID ->
          out -> when(place, "number", cast(place, "numeric"), out);
    };
  }

  @Override
  public Piece isNull(JsonPlace place) {
    return out -> out.add("coalesce(jsonb_typeof(").add(value(place)).add("), 'null') = 'null'");
  }

  @Override
  public Piece has(JsonPlace list, ColumnType type, Parameter item) {
    Piece holds =
        out ->
            out.add(value(list))
                .add(" @> cast(")
                .bind(variables -> oneItem(item.value(variables)))
                .add(" as jsonb)");
    return list.list() ? holds : out -> when(list, "array", holds, out);
  }

  @Override
  public Piece length(JsonPlace list) {
    return out -> {
      out.add("jsonb_array_length(");
      when(list, "array", value(list), out);
      out.add(")");
    };
  }

  @Override
  public String position() {
    return "strpos";
  }

  @Override
  public Piece like(Piece text, LikePattern pattern, String source) {
    return out -> out.add(text).add(" like ").bind(source);
  }

  @Override
  public Piece lower(Piece text) {
    return out -> out.add("lower((").add(text).add(") collate \"C\")");
  }

  @Override
  public @Nullable Object number(@Nullable Object value) {
    return switch (value) {
      case Long whole -> BigDecimal.valueOf(whole);
      case Double real -> BigDecimal.valueOf(real);
      case null -> null;
      default -> value;
    };
  }

  private static @Nullable JsonText oneItem(@Nullable Object item) {
    return item == null
        ? null
        : new JsonText(Json.mapper().writeValueAsString(new Object[] {item}));
  }

  private static void when(JsonPlace place, String type, Piece then, SqlText out) {
    out.add("(case jsonb_typeof(").add(value(place)).add(") when '" + type + "' then ");
    out.add(then).add(" end)");
  }

  private static Piece cast(JsonPlace place, String type) {
    return out -> out.add("cast(").add(value(place)).add(" as " + type + ")");
  }

  private static Piece value(JsonPlace place) {
    return out -> {
      out.add("(" + place.column());
      place.keys().forEach(key -> out.add(" -> cast(").bind(key).add(" as text)"));
      out.add(")");
    };
  }
}
