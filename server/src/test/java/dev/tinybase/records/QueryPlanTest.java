package dev.tinybase.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tinybase.testing.Engine;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The usual lists are read through an index, from the page's start to its end and no further. */
@ParameterizedClass
@EnumSource(Engine.class)
class QueryPlanTest {
  private static final List<String> ORDERS =
      List.of("-created_at", "created_at", "name", "-name", "price", "-price", "code", "-code");

  private final Engine engine;
  private final RecordWorld world;

  QueryPlanTest(Engine engine) {
    this.engine = engine;
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeCollection() {
    world.collection(
        "places",
        "{'name': 'name', 'type': 'string', 'index': true},"
            + "{'name': 'country', 'type': 'string', 'required': true, 'index': true},"
            + "{'name': 'price', 'type': 'decimal', 'index': true},"
            + "{'name': 'code', 'type': 'string', 'unique': true}",
        "{'indexes': [{'fields': ['country', '-name']}]}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String plan(String sort, String filter, List<Object> place) {
    return plan(sort, filter, place, 0);
  }

  private String plan(String sort, String filter, List<Object> place, long offset) {
    var collection = world.collections.get("places");
    var list =
        new PreparedList(
            world.database,
            new RecordTable(collection, world.database.dialect()),
            new AccessCheck(
                AccessCheck.Action.LIST, collection, RecordWorld.ADMIN, Clock.systemUTC()),
            view -> query(view, sort, filter, place, offset),
            null);
    var statement = list.statements().getFirst();
    return explain(statement.sql(), statement.with());
  }

  private static ListQuery query(
      ListQuery.Parser view, String sort, String filter, List<Object> place, long offset) {
    var order = view.sort(sort);
    var wanted = view.filter(Map.of("filter", List.of(filter)));
    var values = Collections.<@Nullable Object>unmodifiableList(place);
    var cursor = place.isEmpty() ? null : new Cursor(order, values).encode();
    return new ListQuery(order, wanted, view.json(null), 20, offset, cursor, false);
  }

  private String explain(String sql, @Nullable Object[] parameters) {
    return switch (engine) {
      case SQLITE -> {
        List<String> lines =
            world.database.read(
                s -> s.list("explain query plan " + sql, row -> row.text(4), parameters));
        yield String.join("\n", lines);
      }
      case POSTGRES -> {
        List<String> lines =
            world.database.write(s -> {
              s.update("set local enable_seqscan = off");
              s.update("set local enable_bitmapscan = off");
              return s.list("explain " + sql, row -> row.text(1), parameters);
            });
        yield String.join("\n", lines);
      }
    };
  }

  private void readsIndex(String plan) {
    switch (engine) {
      case SQLITE -> assertThat(plan).contains("USING INDEX").doesNotContain("FOR ORDER BY");
      case POSTGRES ->
          assertThat(plan)
              .containsPattern("Index Scan")
              .doesNotContainPattern("(?m)^( *->  )?Sort  ");
    }
  }

  private void startsInIndex(String plan) {
    readsIndex(plan);
    switch (engine) {
      case SQLITE -> assertThat(plan).contains("SEARCH r USING INDEX");
      case POSTGRES -> assertThat(plan).contains("Index Cond");
    }
  }

  @Test
  void lists_follow_the_index_of_their_order() {
    for (var sort : ORDERS) {
      readsIndex(plan(sort, "{}", List.of()));
    }
  }

  @Test
  void an_indexed_filter_needs_no_sort() {
    assertThat(plan("-created_at", "{\"country\": \"UA\"}", List.of()))
        .doesNotContain("TEMP B-TREE")
        .doesNotContain("Sort");
  }

  @Test
  void what_maintenance_learns_of_the_tables_turns_no_list_away_from_its_index() {
    for (int i = 0; i < 3_000; i++) {
      var country = i % 10 == 0 ? "DE" : "UA";
      var data = "{'name': 'n%d', 'country': '%s', 'code': '%d'}".formatted(i % 7, country, i);
      world.records.apply(RecordWorld.ADMIN, new Mutation.Create("places", RecordWorld.json(data)));
    }
    world.database.maintain();
    for (var sort : ORDERS) {
      readsIndex(plan(sort, "{}", List.of()));
    }
    assertThat(plan("-created_at", "{\"country\": \"UA\"}", List.of()))
        .doesNotContain("TEMP B-TREE")
        .doesNotContain("Sort");
  }

  @Test
  void rows_that_an_offset_skips_or_a_sort_leaves_out_are_not_read_as_a_whole() {
    assumeTrue(engine == Engine.POSTGRES);
    for (var sort : List.of("-created_at", "name", "-price")) {
      assertThat(plan(sort, "{}", List.of(), 100_000))
          .contains("Index Only Scan")
          .contains("Nested Loop");
      assertThat(plan(sort, "{}", List.of())).doesNotContain("Nested Loop");
    }
    assertThat(plan("updated_at", "{}", List.of())).contains("Nested Loop");
  }

  @Test
  void a_cursor_starts_in_the_index() {
    var id = UUID.randomUUID();
    startsInIndex(plan("-created_at", "{}", List.of(Instant.EPOCH, id)));
    startsInIndex(plan("created_at", "{}", List.of(Instant.EPOCH, id)));
    for (var sort : List.of("name", "-name", "code", "-code")) {
      startsInIndex(plan(sort, "{}", List.of("x", id)));
    }
  }

  @Test
  void an_indexed_filter_finds_its_records_in_their_order() {
    var place = List.<Object>of(Instant.EPOCH, UUID.randomUUID());
    startsInIndex(plan("-created_at", "{\"country\": \"UA\"}", List.of()));
    startsInIndex(plan("-created_at", "{\"country\": \"UA\"}", place));
    startsInIndex(plan("name", "{\"name\": {\"starts_with\": \"Ky\"}}", List.of()));
    startsInIndex(plan("-name", "{\"country\": \"UA\"}", List.of()));
  }
}
