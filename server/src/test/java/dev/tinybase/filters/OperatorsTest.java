package dev.tinybase.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each operator finds among four records named a, b, c and d, of which d is empty. */
@ParameterizedClass
@EnumSource(Engine.class)
class OperatorsTest {
  private static final Map<Engine, SampleTable> TABLES = new EnumMap<>(Engine.class);

  private final SampleTable table;

  OperatorsTest(Engine engine) {
    table = TABLES.computeIfAbsent(engine, OperatorsTest::filled);
  }

  private static SampleTable filled(Engine engine) {
    var table = new SampleTable(engine.fresh());
    var a = record("a", "2026-01-01T00:00:00Z");
    a.putAll(Map.of("title", "Apple", "price", 10L, "weight", 1.5, "open", true));
    a.putAll(Map.of("amount", new BigDecimal("10"), "day", LocalDate.parse("2026-01-01")));
    a.put("at", Instant.parse("2026-11-22T22:18:10.123456Z"));
    a.put("meta", SampleTable.json("{'a': 1, 'b': {'c': 'x'}, 'l': [1, 'x', true, null]}"));
    a.put("tags", SampleTable.json("['red', 'blue']"));
    a.put("sizes", SampleTable.json("[1, 2]"));
    a.put("things", SampleTable.json("[1, '1', true, [2], {'a': 2}, null]"));
    a.put("value", SampleTable.json("['x']"));
    a.put("owner_id", Samples.ALICE);
    var b = record("b", "2026-01-02T00:00:00Z");
    b.putAll(Map.of("title", "apple_pie", "price", 20L, "weight", -0.0, "open", false));
    b.putAll(Map.of("amount", new BigDecimal("9.5"), "day", LocalDate.parse("2026-11-22")));
    b.put("at", Instant.parse("2026-11-22T00:00:00Z"));
    b.put("meta", SampleTable.json("{'a': '1', 'b': null, 'dotted.key': 1, 'n': 1.0}"));
    b.put("tags", SampleTable.json("[]"));
    b.put("things", SampleTable.json("['true', 2.5]"));
    b.put("value", SampleTable.json("[]"));
    var c = record("c", "2026-01-03T00:00:00Z");
    c.putAll(Map.of("title", "Банан 100%", "price", -5L, "weight", 2.25));
    c.putAll(Map.of("amount", new BigDecimal("-1"), "type", "alice@example.com"));
    c.put("meta", SampleTable.json("{'a': true, 'b': {'c': ['x']}, 'user': 'alice@example.com'}"));
    c.put("tags", SampleTable.json("['Red', 'alice@example.com']"));
    c.put("owner_id", Samples.BOB);
    table.add(a);
    table.add(b);
    table.add(c);
    table.add(record("d", "2026-01-04T00:00:00Z"));
    return table;
  }

  @AfterAll
  static void close() {
    TABLES.values().forEach(SampleTable::close);
    TABLES.clear();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | abcd",
        "{'and': []} | abcd",
        "{'or': []} | ``",
        "{'not': {}} | ``",
        "{'price': 10} | a",
        "{'price': {'eq': 10}} | a",
        "{'price': {'ne': 10}} | bcd",
        "{'price': null} | d",
        "{'price': {'ne': null}} | abc",
        "{'price': {'null': true}} | d",
        "{'price': {'null': false}} | abc",
        "{'price': {'gt': 10}} | b",
        "{'price': {'gte': 10}} | ab",
        "{'price': {'lt': 10}} | c",
        "{'price': {'gt': -5, 'lte': 20}} | ab",
        "{'not': {'price': {'gt': 10}}} | acd",
        "{'price': {'in': [10, -5, 7]}} | ac",
        "{'price': {'in': []}} | ``",
        "{'price': {'nin': []}} | abcd",
        "{'price': {'in': [10, null]}} | ad",
        "{'price': {'nin': [10, -5]}} | bd",
        "{'price': {'nin': [10, null]}} | bc",
        "{'or': [{'price': 10}, {'title': 'apple_pie'}]} | ab",
        "{'weight': 0} | b",
        "{'weight': {'lt': 2}} | ab",
        "{'amount': {'gt': '9.50'}} | a",
        "{'amount': {'gte': 9.5}} | ab",
        "{'amount': '9.500'} | b",
        "{'amount': {'in': ['10.0', '-1']}} | ac",
        "{'open': true} | a",
        "{'open': {'ne': true}} | bcd",
        "{'open': {'in': [true, false]}} | ab",
        "{'day': {'gt': '2026-01-01'}} | b",
        "{'day': '$today'} | b",
        "{'day': {'lt': '$now'}} | a",
        "{'at': {'gte': '2026-11-22T23:18:10.123456+01:00'}} | a",
        "{'at': '$now'} | a",
        "{'at': '$today'} | b",
        "{'created_at': {'gt': '2026-01-02'}} | cd",
        "{'owner_id': '$user.id'} | a",
        "{'owner_id': {'ne': '$user.id'}} | bcd",
        "{'owner_id': null} | bd",
        "{'id': {'gt': '00000000-0000-7000-8000-00000000000B'}} | cd",
        "{'owner_id': {'gt': '7fffffff-ffff-ffff-ffff-ffffffffffff'}} | c",
        "{'$user.is_admin': true} | ``",
        "{'$user.is_admin': false} | abcd",
        "{'$user.id': {'null': false}, 'price': 10} | a",
        "{'not': {'$user.email': {'ends_with': '@example.com'}}} | ``",
        "{'$user.email': {'starts_with': 'alice'}} | abcd",
        "{'title': {'gt': 'Apple'}} | bc",
        "{'title': {'contains': 'pp'}} | ab",
        "{'title': {'contains': ''}} | abc",
        "{'title': {'contains': 'P'}} | ``",
        "{'title': {'icontains': 'aPP'}} | ab",
        "{'title': {'icontains': 'б'}} | ``",
        "{'title': {'starts_with': 'apple'}} | b",
        "{'title': {'starts_with': 'Ба'}} | c",
        "{'title': {'starts_with': ''}} | abc",
        "{'title': {'starts_with': 'apple%'}} | ``",
        "{'title': {'ends_with': 'le'}} | a",
        "{'title': {'ends_with': ''}} | abc",
        "{'title': {'ends_with': 'an Apple'}} | ``",
        "{'title': {'ends_with': '0%'}} | c",
        "{'title': {'like': 'apple%'}} | b",
        "{'title': {'like': '_pple'}} | a",
        "{'title': {'like': '%!_%'}} | ``",
        "{'title': {'like': '%\\\\_%'}} | b",
        "{'title': {'like': '%\\\\%'}} | c",
        "{'title': {'like': 'Б_н_н%'}} | c",
        "{'title': {'like': '*'}} | ``",
        "{'title': {'like': ''}} | ``",
        "{'title': {'like': '%'}} | abc",
        "{'type': '$user.email'} | c",
        "{'type': {'starts_with': '$user.email'}} | c",
        "{'type': {'contains': '$user.email'}} | c",
        "{'tags': {'has': 'red'}} | a",
        "{'tags': {'has': '$user.email'}} | c",
        "{'not': {'tags': {'has': 'red'}}} | bcd",
        "{'tags': {'has_any': ['red', 'Red']}} | ac",
        "{'tags': {'has_any': []}} | ``",
        "{'tags': {'has_all': ['red', 'blue']}} | a",
        "{'tags': {'has_all': ['red', 'Red']}} | ``",
        "{'tags': {'has_all': []}} | abcd",
        "{'tags': {'length': 2}} | ac",
        "{'tags': {'length': 0}} | b",
        "{'tags': {'length': {'ne': 2}}} | bd",
        "{'tags': {'length': {'gte': 0, 'lt': 2}}} | b",
        "{'tags': {'null': true}} | d",
        "{'sizes': {'has': 2}} | a",
        "{'things': {'has': 1}} | a",
        "{'things': {'has': '1'}} | a",
        "{'things': {'has': true}} | a",
        "{'things': {'has': 'true'}} | b",
        "{'things': {'has': 2}} | ``",
        "{'things': {'has': 2.5}} | b",
        "{'value': {'has': 'x'}} | a",
        "{'meta.a': 1} | a",
        "{'meta.a': '1'} | b",
        "{'meta.a': true} | c",
        "{'meta.a': {'ne': 1}} | bcd",
        "{'meta.a': {'in': [1, '1', true]}} | abc",
        "{'meta.a': {'gt': 0}} | a",
        "{'meta.a': {'gt': '0'}} | b",
        "{'meta.n': 1} | b",
        "{'meta.a.b': {'null': true}} | abcd",
        "{'meta.b': null} | bd",
        "{'meta.b.c': 'x'} | a",
        "{'meta.b.c': {'contains': 'x'}} | a",
        "{'meta.b.c': {'has': 'x'}} | c",
        "{'meta.b.c': {'length': 1}} | c",
        "{'meta.l': {'has': 'x'}} | a",
        "{'meta.l': {'has_all': [1, true]}} | a",
        "{'tags': {'subset': ['red', 'blue', 'green']}} | ab",
        "{'tags': {'subset': ['red']}} | b",
        "{'tags': {'subset': []}} | b",
        "{'not': {'tags': {'subset': []}}} | acd",
        "{'tags': {'subset': ['Red', '$user.email']}} | bc",
        "{'sizes': {'subset': [1, 2.0, 3]}} | a",
        "{'things': {'subset': ['true', 2.5]}} | b",
        "{'things': {'subset': [true, 2.5]}} | ``",
        "{'value': {'subset': ['x', 'y']}} | ab",
        "{'meta.l': {'subset': [1, 'x', true]}} | ``",
        "{'meta.b.c': {'subset': ['x', 'y']}} | c",
        "{'meta.a': {'subset': [1]}} | ``",
        "{'meta.l': {'length': 4}} | a",
        "{'meta.l.0': 1} | ``",
        "{'meta.user': '$user.email'} | c",
        "{'meta': {'null': true}} | d",
        "{'address.city': 'x'} | ``"
      })
  void each_operator_finds_what_it_says(String json, String names) {
    var filter = parse(json);
    assertThat(names(table.found(filter, Samples.CALLER))).as("SQL").isEqualTo(names);
    assertThat(names(table.held(filter, Samples.CALLER))).as("memory").isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'owner_id': '$user.id'} | ``",
        "{'owner_id': {'ne': '$user.id'}} | abcd",
        "{'owner_id': {'in': ['$user.id']}} | ``",
        "{'type': {'starts_with': '$user.email'}} | ``",
        "{'type': {'ends_with': '$user.email'}} | ``",
        "{'type': {'icontains': '$user.email'}} | ``",
        "{'tags': {'has': '$user.email'}} | ``",
        "{'$user.id': null} | abcd",
        "{'$user.id': {'null': false}} | ``",
        "{'meta.user': '$user.email'} | ``"
      })
  void nothing_equals_what_an_anonymous_caller_lacks(String json, String names) {
    var filter = parse(json);
    assertThat(names(table.found(filter, Samples.ANONYMOUS))).as("SQL").isEqualTo(names);
    assertThat(names(table.held(filter, Samples.ANONYMOUS))).as("memory").isEqualTo(names);
  }

  private static Filter parse(String json) {
    return new FilterParser(Samples.SCHEMA.visibility(true))
        .parse(Json.parse(json.replace('\'', '"')), "filter");
  }

  private static String names(Iterable<String> ids) {
    var names = new StringBuilder();
    ids.forEach(id -> names.append(id.charAt(id.length() - 1)));
    return names.toString();
  }

  private static Map<String, @Nullable Object> record(String name, String created) {
    var record = new HashMap<String, @Nullable Object>();
    record.put("id", UUID.fromString("00000000-0000-7000-8000-00000000000" + name));
    record.put("created_at", Instant.parse(created));
    record.put("updated_at", Instant.parse(created));
    return record;
  }
}
