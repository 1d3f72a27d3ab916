package dev.tinybase.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.db.ColumnType;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which conditions the databases answer from an index. */
@ParameterizedClass
@EnumSource(Engine.class)
class IndexUseTest {
  private final Engine engine;

  IndexUseTest(Engine engine) {
    this.engine = engine;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'title': 'a'}",
        "{'title': {'gt': 'a'}}",
        "{'title': {'in': ['a', 'b']}}",
        "{'title': {'starts_with': 'a'}}",
        "{'title': {'null': true}}",
        "{'amount': {'gte': '1.5'}}",
        "{'amount': '1.5'}"
      })
  void an_index_on_the_field_is_used(String json) {
    assertThat(plan(json)).containsIgnoringCase("index").contains("by_");
  }

  private String plan(String json) {
    var filter =
        new FilterParser(Samples.SCHEMA.visibility(false))
            .parse(Json.parse(json.replace('\'', '"')), "filter");
    try (var database = engine.fresh()) {
      var dialect = database.dialect();
      var condition = new FilterSql(dialect, "r").compile(filter).bind(() -> Samples.CALLER);
      boolean sqlite = engine == Engine.SQLITE;
      var types = List.of("title", "amount");
      return String.join(
          " ",
          database.<List<String>>write(sql -> {
            var columns =
                types.stream()
                    .map(name -> "\"" + name + "\" " + dialect.columnType(type(name)))
                    .toList();
            sql.execute("create table records_1 (" + String.join(", ", columns) + ")");
            for (var name : types) {
              var key = dialect.comparable(type(name), dialect.quote(name));
              sql.execute("create index by_" + name + " on records_1 (" + key + ")");
            }
            if (!sqlite) {
              sql.execute("set local enable_seqscan = off");
            }
            return sql.list(
                (sqlite ? "explain query plan " : "explain ")
                    + "select 1 from records_1 as r where "
                    + condition.sql(),
                row -> row.text(sqlite ? 4 : 1),
                condition.parameters().toArray());
          }));
    }
  }

  private static ColumnType type(String name) {
    return name.equals("amount") ? ColumnType.DECIMAL : ColumnType.TEXT;
  }
}
