package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.BOB;
import static dev.tinybase.records.RecordWorld.json;
import static dev.tinybase.records.RecordWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.changes.Change;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the change log tells of mutations. */
@ParameterizedClass
@EnumSource(Engine.class)
class RecordChangesTest {
  private final RecordWorld world;

  RecordChangesTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeCollections() {
    var fields =
        "{'name': 'title', 'unique': true}, {'name': 'n', 'type': 'integer'},"
            + "{'name': 'secret', 'hidden': true}";
    world.collection(
        "posts", fields, List.of("'public'", "'public'", "'auth'", "'owner'", "'owner'"));
    world.collection("quiet", "{'name': 'title'}", "{}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void listen() {
    world.changes.register("test", Set.of(world.collections.get("posts").number()));
  }

  /** The log: operation, who, and the titles before and after. */
  private List<String> log() {
    return changes().stream()
        .map(change ->
            "%s %s %s %s"
                .formatted(
                    change.operation(),
                    ALICE.id().equals(change.actor()) ? "alice" : "other",
                    title(change.before()),
                    title(change.after())))
        .toList();
  }

  private List<Change> changes() {
    return world.changes.read(0, 1000).changes().stream().map(Change.Logged::change).toList();
  }

  private static String title(@Nullable String record) {
    return record == null ? "-" : Json.parse(record).get("data").get("title").stringValue();
  }

  private static Mutation.Create post(String title) {
    return new Mutation.Create("posts", json("{'title': '" + title + "'}"));
  }

  @Test
  void every_kind_of_mutation_writes_what_was_before_and_after() {
    listen();
    var id = world.create(ALICE, "posts", "{'title': 'a'}");
    world.patch(ALICE, "posts", id, "{'title': 'b'}");
    world.replace(ADMIN, "posts", id, "{'title': 'c', 'secret': 's'}");
    world.apply(ALICE, new Mutation.Upsert("title", post("d")));
    var upsert = new Mutation.Create("posts", json("{'title': 'd', 'n': 1}"));
    world.apply(ALICE, new Mutation.Upsert("title", upsert));
    world.delete(ALICE, "posts", id);
    assertThat(log())
        .containsExactly(
            "CREATE alice - a",
            "UPDATE alice a b",
            "UPDATE other b c",
            "CREATE alice - d",
            "UPDATE alice d d",
            "DELETE alice c -");
    var replaced = changes().get(2);
    assertThat(replaced.recordId()).isEqualTo(id);
    assertThat(replaced.collection()).isEqualTo(world.collections.get("posts").number());
    assertThat(Json.parse(String.valueOf(replaced.after())).get("data"))
        .isEqualTo(json("{'title': 'c', 'n': null, 'secret': 's'}"));
  }

  @Test
  void what_changes_nothing_or_is_refused_or_undone_is_not_in_it() {
    listen();
    var id = world.create(ALICE, "posts", "{'title': 'a'}");
    world.patch(ALICE, "posts", id, "{'title': 'a'}");
    world.apply(ALICE, new Mutation.Upsert("title", post("a")));
    assertThat(outcome(() -> world.create(ALICE, "posts", "{'title': 'a'}"))).isNotEqualTo("ok");
    assertThat(outcome(() -> world.delete(BOB, "posts", id))).isNotEqualTo("ok");
    var list = List.<Mutation>of(post("b"), new Mutation.Delete("posts", UUID.randomUUID(), null));
    assertThat(outcome(() -> world.records.apply(ALICE, list))).isNotEqualTo("ok");
    assertThat(
            outcome(() ->
                world.database.<Object, RuntimeException>transaction(
                    Duration.ofSeconds(10),
                    () -> {
                      world.create(ALICE, "posts", "{'title': 'c'}");
                      throw dev.tinybase.errors.Problem.badRequest("undone", "Undone.");
                    })))
        .isEqualTo("undone");
    assertThat(log()).containsExactly("CREATE alice - a");
  }

  @Test
  void a_list_is_logged_in_its_order_and_only_for_collections_that_somebody_listens_to() {
    listen();
    var mutations = new ArrayList<Mutation>();
    IntStream.range(0, 120)
        .forEach(i -> {
          mutations.add(post("p" + i));
          if (i % 55 == 54) {
            mutations.add(new Mutation.Create("quiet", json("{'title': 'q'}")));
          }
        });
    world.records.apply(ALICE, mutations);
    assertThat(log())
        .containsExactlyElementsOf(
            IntStream.range(0, 120).mapToObj(i -> "CREATE alice - p" + i).toList());
  }

  @Test
  void nothing_is_written_where_nobody_listens() {
    var id = world.create(ALICE, "posts", "{'title': 'a'}");
    world.patch(ALICE, "posts", id, "{'title': 'b'}");
    world.delete(ALICE, "posts", id);
    assertThat(world.database.<Long>read(sql -> sql.number("select count(*) from _changes")))
        .isZero();
    listen();
    world.changes.unregister("test");
    world.create(ALICE, "posts", "{'title': 'c'}");
    assertThat(world.database.<Long>read(sql -> sql.number("select count(*) from _changes")))
        .isZero();
  }
}
