package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ANONYMOUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class RecordPagingTest {
  private static final String FIELDS =
      """
      {'name': 'word', 'type': 'string', 'index': true},
      {'name': 'rank', 'type': 'integer', 'required': true},
      {'name': 'score', 'type': 'number', 'index': true},
      {'name': 'price', 'type': 'decimal', 'index': true},
      {'name': 'done', 'type': 'boolean'},
      {'name': 'day', 'type': 'date'},
      {'name': 'at', 'type': 'datetime'},
      {'name': 'tags', 'type': 'list[string]'}
      """;
  private static final List<String> SORTABLE =
      List.of(
          "word", "rank", "score", "price", "done", "day", "at", "created_at", "id", "owner_id");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final RecordWorld world;
  private final List<UUID> owners = List.of(UUID.randomUUID(), UUID.randomUUID());

  RecordPagingTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeCollection() {
    world.collection("things", FIELDS, Collections.nCopies(5, "'public'"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Values repeat and are often missing, so that ties and nulls meet every page's edge. */
  private String randomData() {
    var parts = new ArrayList<String>();
    parts.add("'rank': " + random.nextInt(3));
    maybe(parts, "word", List.of("'a'", "'b'", "'B'", "'é'", "'\\uD83D\\uDE00'", "'ba'", "''"));
    maybe(parts, "score", List.of("0.5", "-1.25", "1e10", "3.0"));
    maybe(parts, "price", List.of("'10'", "'9.99'", "'-0.5'", "'100000000000000000000.01'"));
    maybe(parts, "done", List.of("true", "false"));
    maybe(parts, "day", List.of("'2026-01-31'", "'1999-12-31'"));
    maybe(parts, "at", List.of("'2026-01-31T10:00:00Z'", "'2026-01-31T10:00:00.000001Z'"));
    return "{" + String.join(", ", parts) + "}";
  }

  private void maybe(List<String> parts, String name, List<String> values) {
    if (random.nextInt(3) > 0) {
      parts.add("'" + name + "': " + values.get(random.nextInt(values.size())));
    }
  }

  private UUID createRandom() {
    var owner = random.nextInt(3) == 0 ? null : owners.get(random.nextInt(2));
    return world.createFor(owner, "things", randomData());
  }

  private List<JsonNode> everything() {
    var page = world.list(ADMIN, "things", RecordWorld.query(Map.of("limit", "1000")));
    return List.copyOf(page.get("records").values());
  }

  private static Comparator<JsonNode> order(String sort) {
    Comparator<JsonNode> order = Comparator.comparingInt(_ -> 0);
    var words = new ArrayList<>(List.of(sort.split(",")));
    words.add(words.getLast().startsWith("-") ? "-id" : "id");
    for (var word : words) {
      var name = word.replace("-", "");
      Comparator<JsonNode> next =
          Comparator.comparing(key(name), Comparator.nullsFirst(RecordPagingTest::compare));
      next = word.startsWith("-") ? next.reversed() : next;
      order = order.thenComparing(next);
    }
    return order;
  }

  private static Function<JsonNode, @Nullable Object> key(String name) {
    return record -> {
      var value = record.has(name) ? record.get(name) : record.get("data").get(name);
      if (name.equals("price")) {
        return value.isNull() ? null : new BigDecimal(value.stringValue());
      }
      return value.isNull()
          ? null
          : value.isString()
              ? value.stringValue()
              : value.isBoolean() ? value.booleanValue() : value.doubleValue();
    };
  }

  private static int compare(Object a, Object b) {
    return switch (a) {
      case String text ->
          java.util.Arrays.compare(
              text.codePoints().toArray(), ((String) b).codePoints().toArray());
      case Boolean truth -> truth.compareTo((Boolean) b);
      case Double number -> number.compareTo((Double) b);
      default -> ((BigDecimal) a).compareTo((BigDecimal) b);
    };
  }

  private static List<String> ids(List<JsonNode> records) {
    return records.stream().map(record -> record.get("id").stringValue()).toList();
  }

  private List<String> pages(Map<String, String> query) {
    var found = new ArrayList<String>();
    var next = new HashMap<>(query);
    while (true) {
      var page = world.list(ANONYMOUS, "things", RecordWorld.query(next));
      found.addAll(ids(List.copyOf(page.get("records").values())));
      if (page.get("next_cursor").isNull()) {
        return found;
      }
      assertThat(page.get("records")).hasSize(Integer.parseInt(query.get("limit")));
      next.put("cursor", page.get("next_cursor").stringValue());
    }
  }

  private String randomSort() {
    var names = new ArrayList<>(SORTABLE);
    Collections.shuffle(names, random);
    var words = new ArrayList<String>();
    for (var name : names.subList(0, 1 + random.nextInt(3))) {
      words.add((random.nextBoolean() ? "-" : "") + name);
    }
    return String.join(",", words);
  }

  @Test
  void pages_by_cursor_give_every_record_once_in_order() {
    for (int i = 0; i < 60; i++) {
      createRandom();
    }
    var all = everything();
    for (int i = 0; i < 60; i++) {
      var sort =
          i < 2 * SORTABLE.size() ? (i % 2 == 0 ? "" : "-") + SORTABLE.get(i / 2) : randomSort();
      var expected = ids(all.stream().sorted(order(sort)).toList());
      var limit = Integer.toString(1 + random.nextInt(20));
      assertThat(pages(Map.of("sort", sort, "limit", limit)))
          .as("sort=%s limit=%s seed=%d", sort, limit, seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void pages_by_cursor_stay_true_under_inserts_and_deletes() {
    for (int i = 0; i < 40; i++) {
      createRandom();
    }
    for (int round = 0; round < 10; round++) {
      var sort = randomSort();
      var before = new ArrayList<>(ids(everything()));
      var seen = new ArrayList<String>();
      String cursor = "";
      while (cursor != null) {
        var query = new HashMap<>(Map.of("sort", sort, "limit", "5"));
        if (!cursor.isEmpty()) {
          query.put("cursor", cursor);
        }
        var page = world.list(ANONYMOUS, "things", RecordWorld.query(query));
        seen.addAll(ids(List.copyOf(page.get("records").values())));
        cursor = page.get("next_cursor").isNull() ? null : page.get("next_cursor").stringValue();
        createRandom();
        var victim = before.remove(random.nextInt(before.size()));
        world.delete(ADMIN, "things", UUID.fromString(victim));
      }
      assertThat(seen)
          .as("sort=%s seed=%d", sort, seed)
          .doesNotHaveDuplicates()
          .containsAll(before);
    }
  }

  @Test
  void pages_by_offset_agree_with_pages_by_cursor() {
    for (int i = 0; i < 25; i++) {
      createRandom();
    }
    var byCursor = pages(Map.of("sort", "-word,rank", "limit", "7"));
    var byOffset = new ArrayList<String>();
    for (int offset = 0; offset < 30; offset += 7) {
      var query = Map.of("sort", "-word,rank", "limit", "7", "offset", "" + offset);
      var page = world.list(ANONYMOUS, "things", RecordWorld.query(query));
      byOffset.addAll(ids(List.copyOf(page.get("records").values())));
      assertThat(page.get("total").intValue()).isEqualTo(25);
      assertThat(page.get("offset").intValue()).isEqualTo(offset);
      assertThat(page.get("next_cursor").isNull()).isEqualTo(offset + 7 >= 25);
    }
    assertThat(byOffset).isEqualTo(byCursor);
  }

  @Test
  void far_pages_are_those_of_one_long_list_and_tell_the_total() {
    var many = new ArrayList<Mutation>();
    for (int i = 0; i < 150; i++) {
      many.add(new Mutation.Create("things", RecordWorld.json(randomData())));
    }
    world.records.apply(ADMIN, many);
    var all = everything();
    for (int i = 0; i < 30; i++) {
      var sort = randomSort();
      var sorted = ids(all.stream().sorted(order(sort)).toList());
      int offset = 95 + random.nextInt(60);
      var query = Map.of("sort", sort, "limit", "10", "offset", "" + offset, "fields", "day");
      var page = world.list(ANONYMOUS, "things", RecordWorld.query(query));
      assertThat(ids(List.copyOf(page.get("records").values())))
          .as("sort=%s offset=%d seed=%d", sort, offset, seed)
          .isEqualTo(sorted.subList(Math.min(offset, 150), Math.min(offset + 10, 150)));
      assertThat(page.get("total").intValue()).isEqualTo(150);
    }
  }

  /** Texts that begin alike for longer than a cursor holds, and some that are short or missing. */
  private void makeLongTexts() {
    var same = "\\u0001\\u00e9'\\ud83d\\ude00".repeat(250).replace("'", "");
    for (int i = 0; i < 30; i++) {
      var word =
          switch (i % 5) {
            case 0 -> "'a'";
            case 1 -> "null";
            default -> "'" + same + random.nextInt(4) + "'";
          };
      world.createFor(null, "things", "{'rank': " + i % 3 + ", 'word': " + word + "}");
    }
  }

  private JsonNode page(Map<String, String> query, JsonNode cursor) {
    var next = new HashMap<>(query);
    if (cursor.isString()) {
      assertThat(cursor.stringValue()).hasSizeLessThan(1024);
      next.put("cursor", cursor.stringValue());
    }
    return world.list(ANONYMOUS, "things", RecordWorld.query(next));
  }

  @Test
  void a_cursor_is_short_and_true_whatever_it_is_sorted_by() {
    makeLongTexts();
    var all = everything();
    for (var sort :
        List.of("word", "-word", "rank,word", "-rank,-word", "rank,-word", "word,-rank")) {
      var found = new ArrayList<String>();
      JsonNode cursor = Json.object();
      while (!cursor.isNull()) {
        var page = page(Map.of("sort", sort, "limit", "4"), cursor);
        found.addAll(ids(List.copyOf(page.get("records").values())));
        cursor = page.get("next_cursor");
      }
      assertThat(found)
          .as("sort=%s seed=%d", sort, seed)
          .isEqualTo(ids(all.stream().sorted(order(sort)).toList()));
    }
  }

  @Test
  void a_cursor_of_a_long_text_leaves_nothing_out_when_its_record_changes_or_goes() {
    makeLongTexts();
    for (var sort : List.of("word", "-word", "rank,word", "-rank,-word", "rank,-word")) {
      var before = new ArrayList<>(ids(everything()));
      var seen = new ArrayList<String>();
      JsonNode cursor = Json.object();
      while (!cursor.isNull()) {
        var page = page(Map.of("sort", sort, "limit", "4"), cursor);
        seen.addAll(ids(List.copyOf(page.get("records").values())));
        cursor = page.get("next_cursor");
        if (cursor.isString() && random.nextBoolean()) {
          var last = UUID.fromString(seen.getLast());
          before.remove(seen.getLast());
          if (random.nextBoolean()) {
            world.delete(ADMIN, "things", last);
          } else {
            world.patch(ADMIN, "things", last, "{'word': 'changed'}");
          }
        }
        assertThat(seen).as("it comes to an end").hasSizeLessThan(1_000);
      }
      assertThat(seen).as("sort=%s seed=%d", sort, seed).containsAll(before);
    }
  }

  @Test
  void a_cursor_of_many_long_names_and_texts_is_short() {
    var fields = new ArrayList<String>();
    var names = new ArrayList<String>();
    var data = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      names.add(("long_name_" + i).repeat(6).substring(0, 60) + i);
      fields.add("{'name': '" + names.getLast() + "', 'type': 'string'}");
      data.add("'" + names.getLast() + "': '" + "\\n\\u0002".repeat(6_100) + i + "'");
    }
    world.collection("wide", String.join(", ", fields), Collections.nCopies(5, "'public'"));
    for (int i = 0; i < 3; i++) {
      world.create(ADMIN, "wide", "{" + String.join(", ", data) + "}");
    }
    var query = new HashMap<>(Map.of("sort", String.join(",", names), "limit", "1"));
    var found = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      var page = world.list(ANONYMOUS, "wide", RecordWorld.query(query));
      found.addAll(ids(List.copyOf(page.get("records").values())));
      if (i < 2) {
        assertThat(page.get("next_cursor").stringValue()).hasSizeLessThan(1024);
        query.put("cursor", page.get("next_cursor").stringValue());
      }
    }
    assertThat(found).hasSize(3).doesNotHaveDuplicates();
  }
}
