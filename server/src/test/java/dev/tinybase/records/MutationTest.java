package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.BOB;
import static dev.tinybase.records.RecordWorld.json;
import static dev.tinybase.records.RecordWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.Principal;
import dev.tinybase.testing.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of mutations, and upserts by those who are no admins. */
@ParameterizedClass
@EnumSource(Engine.class)
class MutationTest {
  private final RecordWorld world;

  MutationTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeCollections() {
    var fields =
        "{'name': 'code', 'type': 'string', 'unique': true},"
            + "{'name': 'n', 'type': 'integer', 'min': 0}";
    world.collection(
        "items", fields, List.of("'public'", "'public'", "'auth'", "'owner'", "'owner'"));
    world.collection("notes", "{'name': 'text', 'type': 'string'}", "{}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Mutation.Create item(String data) {
    return new Mutation.Create("items", json(data));
  }

  private List<String> apply(Principal by, Mutation... mutations) {
    return world.records.apply(by, List.of(mutations)).stream()
        .map(applied -> applied.record().map(found -> "v" + found.version()).orElse("gone"))
        .toList();
  }

  private long count(String collection) {
    return world.list(ADMIN, collection, RecordWorld.all()).get("total").longValue();
  }

  @Test
  void a_list_of_mutations_is_applied_in_its_order_across_collections() {
    var first = world.createFor(ALICE.id(), "items", "{'code': 'a', 'n': 1}");
    assertThat(
            apply(
                ADMIN,
                new Mutation.Update("items", first, json("{'code': 'b'}")),
                item("{'code': 'a'}"),
                new Mutation.Create("notes", json("{'text': 'x'}")),
                new Mutation.Upsert("code", item("{'code': 'a', 'n': 5}")),
                new Mutation.Replace("items", first, json("{'code': 'b'}")),
                new Mutation.Delete("items", first, 3L)))
        .containsExactly("v2", "v1", "v1", "v2", "v3", "gone");
    assertThat(count("items")).isEqualTo(1);
    assertThat(count("notes")).isEqualTo(1);
    assertThat(world.records.apply(ALICE, List.of())).isEmpty();
  }

  @Test
  void a_list_of_which_one_is_refused_changes_nothing() {
    var theirs = world.createFor(BOB.id(), "items", "{'code': 'b'}");
    var mine = item("{'code': 'a'}");
    for (var bad :
        List.of(
            item("{'code': 'b'}"),
            item("{'n': -1}"),
            new Mutation.Delete("items", theirs, null),
            new Mutation.Delete("items", UUID.randomUUID(), null),
            new Mutation.Create("nowhere", json("{}")))) {
      assertThat(outcome(() -> apply(ALICE, mine, bad))).isNotEqualTo("ok");
    }
    assertThat(count("items")).isEqualTo(1);
  }

  @Test
  void many_inserts_among_others_are_all_there_in_the_end() {
    var mutations = new ArrayList<Mutation>();
    IntStream.range(0, 230)
        .forEach(i -> {
          mutations.add(item("{'code': 'c%d', 'n': %d}".formatted(i, i)));
          if (i % 70 == 69) {
            mutations.add(
                new Mutation.Upsert("code", item("{'code': 'c%d', 'n': 7}".formatted(i))));
            mutations.add(new Mutation.Create("notes", json("{}")));
          }
        });
    assertThat(world.records.apply(ALICE, mutations))
        .hasSize(236)
        .allMatch(applied -> applied.record().isPresent());
    assertThat(count("items")).isEqualTo(230);
    assertThat(count("notes")).isEqualTo(3);
    var twice = List.<Mutation>of(item("{'code': 'x'}"), item("{'code': 'x'}"));
    assertThat(outcome(() -> world.records.apply(ALICE, twice))).isEqualTo("validation_failed");
    assertThat(count("items")).isEqualTo(230);
  }

  @Test
  void an_upsert_holds_to_the_rule_of_what_it_does() {
    world.createFor(BOB.id(), "items", "{'code': 'b', 'n': 1}");
    var create = new Mutation.Upsert("code", item("{'code': 'a', 'n': 1}"));
    var update = new Mutation.Upsert("code", item("{'code': 'b', 'n': 2}"));
    assertThat(outcome(() -> apply(ALICE, update))).isEqualTo("access_denied");
    assertThat(apply(BOB, update)).containsExactly("v2");
    assertThat(apply(BOB, update)).containsExactly("v2");
    assertThat(outcome(() -> apply(RecordWorld.ANONYMOUS, create))).isEqualTo("not_authenticated");
    assertThat(apply(ALICE, create)).containsExactly("v1");
    var other = new Mutation.Upsert("n", item("{'n': 1}"));
    assertThat(outcome(() -> apply(ALICE, other))).isEqualTo("invalid_upsert");
  }
}
