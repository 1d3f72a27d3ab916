package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.BOB;
import static dev.tinybase.records.RecordWorld.all;
import static dev.tinybase.records.RecordWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class RecordTransactionTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final RecordWorld world;

  RecordTransactionTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeCollections() {
    world.collection(
        "items",
        "{'name': 'name', 'type': 'string', 'unique': true}, {'name': 'stock', 'type': 'integer'}",
        "{}");
    world.collection("orders", "{'name': 'item', 'type': 'string', 'required': true}", "{}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void records_of_two_collections_change_together() {
    var item = world.create(ALICE, "items", "{'name': 'pen', 'stock': 3}");
    var order =
        world.database.transaction(
            LIMIT,
            () -> {
              world.patch(ALICE, "items", item, "{'stock': 2}");
              assertThat(world.get(ALICE, "items", item).at("/data/stock").intValue()).isEqualTo(2);
              return world.create(ALICE, "orders", "{'item': 'pen'}");
            });
    assertThat(world.get(ALICE, "items", item).at("/data/stock").intValue()).isEqualTo(2);
    assertThat(world.get(ALICE, "orders", order).at("/data/item").stringValue()).isEqualTo("pen");
  }

  @Test
  void of_two_creates_with_the_second_refused_none_is_there() {
    for (var refused : List.of("{'name': 'pen'}", "{'name': 7}", "{'unknown': 'field'}")) {
      assertThatThrownBy(() ->
              world.database.transaction(
                  LIMIT,
                  () -> {
                    world.create(ALICE, "items", "{'name': 'pen'}");
                    return world.create(ALICE, "items", refused);
                  }))
          .isInstanceOf(Problem.class);
      assertThat(names()).isEmpty();
    }
    world.create(ALICE, "items", "{'name': 'pen'}");
    assertThat(names()).containsExactly("pen");
  }

  @Test
  void a_refused_record_may_be_passed_over() {
    world.database.transaction(
        LIMIT,
        () -> {
          var item = world.create(ALICE, "items", "{'name': 'pen'}");
          assertThat(outcome(() -> world.create(BOB, "items", "{'name': 'pen'}")))
              .isEqualTo("validation_failed");
          assertThat(outcome(() -> world.delete(BOB, "items", item))).isEqualTo("record_not_found");
          assertThat(outcome(() -> world.create(BOB, "nowhere", "{}")))
              .isEqualTo("collection_not_found");
          return world.create(BOB, "items", "{'name': 'ink'}");
        });
    assertThat(names()).containsExactlyInAnyOrder("pen", "ink");
  }

  @Test
  void collections_change_outside_of_transactions() {
    assertThatThrownBy(() ->
            world.database.transaction(
                LIMIT,
                () -> {
                  world.collection("late", "{'name': 'name', 'type': 'string'}", "{}");
                  return 1;
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in a transaction of its own");
    assertThatThrownBy(() ->
            world.database.transaction(
                LIMIT,
                () -> {
                  world.collections.delete("items", true);
                  return 1;
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(world.collections.list()).hasSize(2);
    assertThat(world.collections.find("late")).isEmpty();
  }

  private List<String> names() {
    return world
        .list(ADMIN, "items", all())
        .get("records")
        .valueStream()
        .map(record -> record.at("/data/name").stringValue())
        .toList();
  }
}
