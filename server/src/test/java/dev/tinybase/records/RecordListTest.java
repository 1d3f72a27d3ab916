package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ANONYMOUS;
import static dev.tinybase.records.RecordWorld.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class RecordListTest {
  private final RecordWorld world;

  RecordListTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeCollection() {
    world.collection(
        "things",
        """
        {'name': 'word', 'type': 'string'},
        {'name': 'rank', 'type': 'integer', 'required': true},
        {'name': 'tags', 'type': 'list[string]'}
        """,
        Collections.nCopies(5, "'public'"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static List<String> ids(List<JsonNode> records) {
    return records.stream().map(record -> record.get("id").stringValue()).toList();
  }

  @Test
  void totals_are_exact_however_they_are_found() {
    for (int i = 0; i < 30; i++) {
      world.create(ANONYMOUS, "things", "{'rank': " + i % 3 + "}");
    }
    var filter = Map.of("filter[rank]", "1");
    assertThat(total(Map.of())).isEqualTo(30);
    assertThat(total(Map.of("limit", "0"))).isEqualTo(30);
    assertThat(total(Map.of("limit", "10", "offset", "25"))).isEqualTo(30);
    assertThat(total(Map.of("limit", "10", "offset", "100"))).isEqualTo(30);
    assertThat(total(with(filter, "limit", "0"))).isEqualTo(10);
    assertThat(total(with(filter, "limit", "10"))).isEqualTo(10);
    assertThat(total(with(filter, "limit", "3"))).isEqualTo(10);
    assertThat(total(with(filter, "offset", "50"))).isEqualTo(10);
    var page = world.list(ANONYMOUS, "things", RecordWorld.query(with(filter, "limit", "4")));
    var cursor = page.get("next_cursor").stringValue();
    assertThat(total(with(with(filter, "limit", "9"), "cursor", cursor))).isEqualTo(10);
    assertThat(
            world
                .list(ANONYMOUS, "things", RecordWorld.query(Map.of("total", "false")))
                .get("total")
                .isNull())
        .isTrue();
  }

  private static Map<String, String> with(Map<String, String> query, String name, String value) {
    var more = new HashMap<>(query);
    more.put(name, value);
    return more;
  }

  private int total(Map<String, String> query) {
    return world.list(ANONYMOUS, "things", RecordWorld.query(query)).get("total").intValue();
  }

  @Test
  void the_newest_come_first_by_default() {
    var first = world.create(ANONYMOUS, "things", "{'rank': 1}");
    var second = world.create(ANONYMOUS, "things", "{'rank': 2}");
    var page = world.list(ANONYMOUS, "things", RecordWorld.all());
    assertThat(ids(List.copyOf(page.get("records").values())))
        .containsExactly(second.toString(), first.toString());
  }

  @Test
  void a_cursor_that_is_wrong_or_of_another_sort_is_refused() {
    for (int i = 0; i < 3; i++) {
      world.create(ANONYMOUS, "things", "{'rank': " + i + "}");
    }
    var good =
        world
            .list(ANONYMOUS, "things", RecordWorld.query(Map.of("limit", "1")))
            .get("next_cursor")
            .stringValue();
    for (var bad :
        List.of(
            "",
            "x",
            "!!",
            good + "AA",
            good.substring(3),
            encoded("[]"),
            encoded("[1]"),
            encoded("['-created_at,-id']"),
            encoded("['-created_at,-id', 'yesterday', '" + UUID.randomUUID() + "']"),
            encoded(
                "['-created_at,-id', '+10000-01-01T00:00:00.0000Z', '" + UUID.randomUUID() + "']"),
            encoded("['-created_at,-id', null, '" + UUID.randomUUID() + "']"),
            encoded("['-created_at,-id', '2026-01-31T10:00:00.000001Z', {}]"),
            encoded("['-rank,-id', 1e400, '" + UUID.randomUUID() + "']"))) {
      assertThat(
              outcome(
                  () -> world.list(ANONYMOUS, "things", RecordWorld.query(Map.of("cursor", bad)))))
          .as(bad)
          .isEqualTo("invalid_cursor");
    }
    var other = Map.of("cursor", good, "sort", "word");
    assertThat(outcome(() -> world.list(ANONYMOUS, "things", RecordWorld.query(other))))
        .isEqualTo("invalid_cursor");
    var both = Map.of("cursor", good, "offset", "1");
    assertThat(outcome(() -> world.list(ANONYMOUS, "things", RecordWorld.query(both))))
        .isEqualTo("invalid_cursor");
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder().encodeToString(json.replace('\'', '"').getBytes(UTF_8));
  }

  @Test
  void sorts_that_make_no_sense_are_refused() {
    for (var sort :
        List.of(
            "",
            "wrod",
            "word" + " ".repeat(1000),
            "-",
            "tags",
            "word,word",
            "word,-word",
            "data",
            "word;drop",
            "id,",
            "_version")) {
      assertThat(
              outcome(
                  () -> world.list(ANONYMOUS, "things", RecordWorld.query(Map.of("sort", sort)))))
          .as(sort)
          .isEqualTo("invalid_sort");
    }
  }

  @Test
  void fields_choose_what_is_shown() {
    world.create(ANONYMOUS, "things", "{'rank': 1, 'word': 'w', 'tags': ['t']}");
    var page =
        world.list(
            ANONYMOUS,
            "things",
            RecordWorld.query(Map.of("fields", "tags,id,word", "sort", "rank")));
    assertThat(page.get("records").get(0).get("data").toString())
        .isEqualTo("{\"word\":\"w\",\"tags\":[\"t\"]}");
    assertThat(page.get("records").get(0).has("created_at")).isTrue();
    assertThat(
            outcome(
                () -> world.list(ANONYMOUS, "things", RecordWorld.query(Map.of("fields", "wrod")))))
        .isEqualTo("invalid_fields");
  }
}
