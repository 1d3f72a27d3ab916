package dev.tinybase.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Random filters find the same random records in the database as in memory. */
@ParameterizedClass
@EnumSource(Engine.class)
class AgreementTest {
  private static final int RECORDS = 40;
  private static final int FILTERS = 500;

  private final Engine engine;

  AgreementTest(Engine engine) {
    this.engine = engine;
  }

  @Test
  void the_database_finds_what_the_test_in_memory_finds() {
    long seed = Long.getLong("tinybase.seed", System.nanoTime());
    var random = new RandomFilters(new Random(seed));
    var parser = new FilterParser(Samples.SCHEMA.visibility(true));
    int found = 0;
    try (var table = new SampleTable(engine.fresh())) {
      for (int i = 0; i < RECORDS; i++) {
        table.add(random.record());
      }
      for (int i = 0; i < FILTERS; i++) {
        var json = random.filter(3);
        var filter = parser.parse(json, "filter");
        var variables = i % 3 == 0 ? Samples.ANONYMOUS : Samples.CALLER;
        var held = table.held(filter, variables);
        assertThat(table.found(filter, variables))
            .as(() ->
                "-Dtinybase.seed=" + seed + " " + Json.text(json) + " over " + table.records())
            .isEqualTo(held);
        found += held.isEmpty() || held.size() == RECORDS ? 0 : 1;
      }
    }
    assertThat(found).as("filters that tell records apart").isGreaterThan(FILTERS / 4);
  }

  @Test
  void the_largest_filter_that_is_parsed_runs() {
    var conditions = new ArrayList<String>();
    for (int i = 0; i < 91; i++) {
      conditions.add("{\"tags\": {\"has\": \"" + i + "\"}}");
    }
    conditions.add("{\"things\": {\"has_any\": [" + "\"x\",".repeat(99) + "1]}}");
    conditions.add("{\"meta.a.b.c.d.e.f.g.h\": {\"in\": [" + "1,\"x\",".repeat(449) + "1,2]}}");
    var json = "{\"or\": [" + String.join(",", conditions) + "]}";
    for (int i = 0; i < 6; i++) {
      json = "{\"not\": " + json + "}";
    }
    var filter =
        new FilterParser(Samples.SCHEMA.visibility(false)).parse(Json.parse(json), "filter");
    try (var table = new SampleTable(engine.fresh())) {
      table.add(new RandomFilters(new Random(1)).record());
      assertThat(table.found(filter, Samples.CALLER)).isEqualTo(table.held(filter, Samples.CALLER));
    }
  }
}
