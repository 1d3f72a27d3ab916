package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.json;
import static dev.tinybase.records.RecordWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class RecordChangeTest {
  private static final Instant START = Instant.parse("2026-11-22T22:18:10.123456Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final RecordWorld world;

  RecordChangeTest(Engine engine) {
    InstantSource time = now::get;
    world = new RecordWorld(engine, time.withZone(ZoneOffset.UTC));
  }

  @BeforeEach
  void makeCollection() {
    world.collection(
        "posts",
        """
        {'name': 'title', 'type': 'string', 'required': true, 'max_length': 100},
        {'name': 'slug', 'type': 'string', 'unique': true},
        {'name': 'views', 'type': 'integer', 'default': 0},
        {'name': 'price', 'type': 'decimal'},
        {'name': 'tags', 'type': 'list[string]'},
        {'name': 'meta', 'type': 'json'},
        {'name': 'year', 'type': 'integer'},
        {'name': 'number', 'type': 'integer'}
        """,
        "{'indexes': [{'fields': ['year', 'number'], 'unique': true}]}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private UUID post(String data) {
    return world.create(ALICE, "posts", data);
  }

  @Test
  void a_new_record_holds_every_field_and_who_made_it_when() {
    var data = json("{'title': 'Hi \\u00e9 \\uD83D\\uDE00 \\t'}");
    var made = world.apply(ALICE, new Mutation.Create("posts", data));
    assertThat(made.get("data"))
        .isEqualTo(
            json(
                "{'title': 'Hi \\u00e9 \\uD83D\\uDE00 \\t', 'slug': null, 'views': 0, 'price': null, 'tags': [], 'meta': null, 'year': null, 'number': null}"));
    assertThat(made.get("owner_id").stringValue()).isEqualTo(ALICE.id().toString());
    assertThat(made.get("collection_id").stringValue())
        .isEqualTo(world.collections.get("posts").id().toString());
    assertThat(made.get("created_at").stringValue()).isEqualTo(START.toString());
    assertThat(made.get("updated_at").stringValue()).isEqualTo(START.toString());
    var id = UUID.fromString(made.get("id").stringValue());
    assertThat(id.version()).isEqualTo(7);
    assertThat(world.get(ALICE, "posts", id)).isEqualTo(made);
  }

  @Test
  void a_patch_changes_what_it_names_and_nothing_else() {
    var id =
        post(
            "{'title': 'a', 'slug': 's', 'tags': ['x'], 'meta': {'k': [1, null]}, 'price': '1.50'}");
    now.set(START.plusSeconds(5));
    var changed = world.patch(ALICE, "posts", id, "{'title': 'b', 'slug': null}");
    assertThat(changed.get("data"))
        .isEqualTo(
            json(
                "{'title': 'b', 'slug': null, 'views': 0, 'price': '1.5', 'tags': ['x'], 'meta': {'k': [1, null]}, 'year': null, 'number': null}"));
    assertThat(changed.get("created_at").stringValue()).isEqualTo(START.toString());
    assertThat(changed.get("updated_at").stringValue()).isEqualTo(START.plusSeconds(5).toString());
    assertThat(world.get(ALICE, "posts", id)).isEqualTo(changed);
    assertThat(world.version(ALICE, "posts", id)).isEqualTo(2);
  }

  @Test
  void a_replacement_sets_every_field() {
    var id = post("{'title': 'a', 'slug': 's', 'tags': ['x'], 'views': 9}");
    var changed = world.replace(ALICE, "posts", id, "{'title': 'b'}");
    assertThat(changed.get("data"))
        .isEqualTo(
            json(
                "{'title': 'b', 'slug': null, 'views': 0, 'price': null, 'tags': [], 'meta': null, 'year': null, 'number': null}"));
    assertThat(world.get(ALICE, "posts", id)).isEqualTo(changed);
    var problem =
        catchThrowableOfType(Problem.class, () -> world.replace(ALICE, "posts", id, "{}"));
    assertThat(problem.errors().getFirst().field()).isEqualTo("title");
  }

  @Test
  void operators_change_what_is_there() {
    var id = post("{'title': 'a', 'views': 5, 'price': '0.1', 'tags': ['a', 'b', 'a']}");
    var data =
        world
            .patch(
                ALICE,
                "posts",
                id,
                "{'views': {'$inc': -2}, 'price': {'$inc': '0.2'}, 'tags': {'$append': ['c']}}")
            .get("data");
    assertThat(data.get("views").intValue()).isEqualTo(3);
    assertThat(data.get("price").stringValue()).isEqualTo("0.3");
    assertThat(data.get("tags").toString()).isEqualTo("[\"a\",\"b\",\"a\",\"c\"]");
    assertThat(
            world
                .patch(ALICE, "posts", id, "{'tags': {'$remove': ['a']}}")
                .get("data")
                .get("tags")
                .toString())
        .isEqualTo("[\"b\",\"c\"]");
    assertThat(
            outcome(
                () -> world.patch(ALICE, "posts", id, "{'views': {'$inc': 9223372036854775807}}")))
        .isEqualTo("validation_failed");
  }

  @Test
  void a_change_that_changes_nothing_makes_no_version() {
    var id = post("{'title': 'a', 'meta': {'b': 1, 'a': [1,  2]}, 'price': '2.50'}");
    now.set(START.plusSeconds(5));
    var same =
        world.patch(
            ALICE, "posts", id, "{'title': 'a', 'meta': {'a': [1, 2], 'b': 1}, 'price': '2.5'}");
    assertThat(world.version(ALICE, "posts", id)).isEqualTo(1);
    assertThat(same.get("updated_at").stringValue()).isEqualTo(START.toString());
    assertThat(world.patch(ALICE, "posts", id, "{}").get("data")).isEqualTo(same.get("data"));
    assertThat(world.version(ALICE, "posts", id)).isEqualTo(1);
  }

  @Test
  void a_clock_that_is_set_back_does_not_turn_back_updated_at() {
    var id = post("{'title': 'a'}");
    now.set(START.minus(Duration.ofHours(1)));
    assertThat(world.patch(ALICE, "posts", id, "{'title': 'b'}").get("updated_at").stringValue())
        .isEqualTo(START.toString());
  }

  @Test
  void a_stale_version_is_refused_and_changes_nothing() {
    var id = post("{'title': 'a'}");
    assertThat(world.patch(ALICE, "posts", id, "{'title': 'b'}", 1L).version()).isEqualTo(2);
    assertThat(outcome(() -> world.patch(ALICE, "posts", id, "{'title': 'c'}", 1L)))
        .isEqualTo("stale_version");
    var owner = Mutation.Owner.UNSAID;
    var replace = new Mutation.Replace("posts", id, json("{'title': 'c'}"), owner, 1L);
    assertThat(outcome(() -> world.records.apply(ALICE, replace))).isEqualTo("stale_version");
    assertThat(outcome(() -> world.records.apply(ALICE, new Mutation.Delete("posts", id, 1L))))
        .isEqualTo("stale_version");
    assertThat(world.get(ALICE, "posts", id).get("data").get("title").stringValue()).isEqualTo("b");
    world.records.apply(ALICE, new Mutation.Delete("posts", id, 2L));
    assertThat(outcome(() -> world.version(ALICE, "posts", id))).isEqualTo("record_not_found");
    assertThat(outcome(() -> world.delete(ALICE, "posts", id))).isEqualTo("record_not_found");
  }

  @Test
  void a_value_that_must_be_unique_is_refused_by_its_fields_name() {
    var first = post("{'title': 'a', 'slug': 's', 'year': 2026, 'number': 1}");
    var again = catchThrowableOfType(Problem.class, () -> post("{'title': 'b', 'slug': 's'}"));
    assertThat(again.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
    assertThat(again.errors())
        .singleElement()
        .satisfies(error -> {
          assertThat(error.field()).isEqualTo("slug");
          assertThat(error.code()).isEqualTo("not_unique");
        });
    var pair =
        catchThrowableOfType(
            Problem.class, () -> post("{'title': 'b', 'year': 2026, 'number': 1}"));
    assertThat(pair.errors()).extracting("field").containsExactlyInAnyOrder("year", "number");
    var other = post("{'title': 'b', 'slug': null, 'year': 2026, 'number': 2}");
    assertThat(outcome(() -> world.patch(ALICE, "posts", other, "{'slug': 's'}")))
        .isEqualTo("validation_failed");
    assertThat(outcome(() -> world.replace(ALICE, "posts", other, "{'title': 'b', 'slug': 's'}")))
        .isEqualTo("validation_failed");
    world.delete(ALICE, "posts", first);
    assertThat(outcome(() -> world.patch(ALICE, "posts", other, "{'slug': 's'}"))).isEqualTo("ok");
  }

  @Test
  void everything_wrong_with_a_record_is_told_at_once_and_nothing_is_written() {
    var problem =
        catchThrowableOfType(
            Problem.class, () -> post("{'slug': 1, 'views': 'x', 'tags': [1], 'titel': 'a'}"));
    assertThat(problem.errors())
        .extracting("field")
        .containsExactlyInAnyOrder("slug", "views", "tags", "titel", "title");
    assertThat(world.list(ADMIN, "posts", RecordWorld.all()).get("total").intValue()).isZero();
  }
}
