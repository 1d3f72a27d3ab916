package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.json;
import static dev.tinybase.records.RecordWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.collections.CollectionService;
import dev.tinybase.collections.CollectionUpdate;
import dev.tinybase.testing.Engine;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody else changes a collection, and this process has not heard of it yet. */
@ParameterizedClass
@EnumSource(Engine.class)
class StaleSchemaTest {
  private static final String BEFORE =
      "{'name': 'title', 'type': 'string'}, {'name': 'rank', 'type': 'integer'}";

  private final RecordWorld world;
  private UUID id = new UUID(0, 0);

  StaleSchemaTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeRecord() {
    world.collection("posts", BEFORE, "{}");
    id = world.create(ALICE, "posts", "{'title': 'a', 'rank': 1}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void others(String fields, String... dropped) {
    var theirs = new CollectionService(world.database, Clock.systemUTC());
    var schema = json("{'fields': [" + fields + "]}");
    theirs.update("posts", new CollectionUpdate(null, schema, null, Set.of(dropped), null, false));
  }

  @Test
  void a_column_that_is_gone_is_not_asked_for_again() {
    others("{'name': 'title', 'type': 'string'}", "rank");
    assertThat(world.get(ALICE, "posts", id).get("data")).isEqualTo(json("{'title': 'a'}"));
    others("{'name': 'rank', 'type': 'integer'}", "title");
    assertThat(world.list(ALICE, "posts", RecordWorld.all()).get("total").intValue()).isEqualTo(1);
    others("{'name': 'title', 'type': 'string'}", "rank");
    var sorted = Map.of("sort", "rank");
    assertThat(outcome(() -> world.list(ALICE, "posts", RecordWorld.query(sorted))))
        .isEqualTo("invalid_sort");
  }

  @Test
  void a_change_is_checked_against_the_schema_that_holds() {
    others("{'name': 'title', 'type': 'string'}", "rank");
    assertThat(outcome(() -> world.create(ALICE, "posts", "{'title': 'b', 'rank': 2}")))
        .isEqualTo("validation_failed");
    assertThat(outcome(() -> world.create(ALICE, "posts", "{'title': 'b'}"))).isEqualTo("ok");
    others(BEFORE);
    assertThat(outcome(() -> world.patch(ALICE, "posts", id, "{'title': 'c'}"))).isEqualTo("ok");
  }

  @Test
  void a_new_field_that_may_not_be_null_gets_its_default() {
    others(BEFORE + ", {'name': 'state', 'type': 'string', 'default': 'new', 'required': true}");
    var made = world.create(ALICE, "posts", "{'title': 'b'}");
    world.collections.reload("posts"); // the column has the default, so the create met no change
    assertThat(world.get(ADMIN, "posts", made).get("data").get("state").stringValue())
        .isEqualTo("new");
  }

  @Test
  void a_value_that_does_not_fit_the_new_type_is_refused() {
    world.delete(ALICE, "posts", id);
    others("{'name': 'title', 'type': 'integer'}, {'name': 'rank', 'type': 'integer'}");
    assertThat(outcome(() -> world.create(ALICE, "posts", "{'title': 'b', 'rank': 1}")))
        .isEqualTo("validation_failed");
    assertThat(outcome(() -> world.create(ALICE, "posts", "{'title': 7, 'rank': 1}")))
        .isEqualTo("ok");
  }

  @Test
  void a_collection_that_is_gone_is_not_found() {
    new CollectionService(world.database, Clock.systemUTC()).delete("posts", true);
    assertThat(outcome(() -> world.get(ALICE, "posts", id))).isEqualTo("collection_not_found");
  }
}
