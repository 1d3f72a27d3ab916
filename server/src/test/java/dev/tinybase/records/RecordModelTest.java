package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.BOB;
import static dev.tinybase.records.RecordWorld.json;
import static dev.tinybase.records.RecordWorld.outcome;
import static dev.tinybase.records.RecordWorld.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.Principal;
import dev.tinybase.testing.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Random operations of several callers, compared with a simple model in memory. */
@ParameterizedClass
@EnumSource(Engine.class)
class RecordModelTest {
  private static final int STEPS = 500;
  private static final List<Principal.User> CALLERS = List.of(ALICE, BOB, ADMIN);

  /** What a record should be. */
  private record Expected(UUID owner, long version, ObjectNode data) {
    boolean belongsTo(Principal.User caller) {
      return caller.isAdmin() || owner.equals(caller.id());
    }
  }

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final RecordWorld world;
  private final Map<UUID, Expected> model = new LinkedHashMap<>();

  RecordModelTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeCollection() {
    world.collection(
        "things",
        "{'name': 'word', 'type': 'string', 'unique': true},"
            + "{'name': 'rank', 'type': 'integer', 'default': 0, 'index': true},"
            + "{'name': 'tags', 'type': 'list[integer]'}",
        List.of("'owner'", "'auth'", "'auth'", "'owner'", "'owner'"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void random_operations_do_what_the_model_says() {
    for (int step = 0; step < STEPS; step++) {
      var caller = CALLERS.get(random.nextInt(CALLERS.size()));
      var place = "seed %d, step %d".formatted(seed, step);
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> create(caller, place);
        case 3, 4 -> change(caller, true, place);
        case 5 -> change(caller, false, place);
        case 6 -> delete(caller, place);
        default -> list(caller, place);
      }
    }
    model.forEach((id, expected) ->
        assertThat(world.get(BOB, "things", id).get("data"))
            .as("seed %d", seed)
            .isEqualTo(expected.data()));
  }

  private void create(Principal.User caller, String place) {
    var sent = randomData();
    var data = json("{'word': null, 'rank': 0, 'tags': []}").setAll(sent);
    if (isTaken(data.get("word"), null)) {
      assertThat(outcome(() -> world.apply(caller, new Mutation.Create("things", sent))))
          .as(place)
          .isEqualTo("validation_failed");
      return;
    }
    var id = world.create(caller, "things", sent.toString());
    model.put(id, new Expected(caller.id(), 1, data));
    check(caller, id, place);
  }

  private void change(Principal.User caller, boolean patch, String place) {
    var id = anyId();
    var before = model.get(id);
    var sent = randomData();
    var mutation =
        patch ? new Mutation.Update("things", id, sent) : new Mutation.Replace("things", id, sent);
    Runnable action = () -> world.apply(caller, mutation);
    if (before == null) {
      assertThat(outcome(action)).as(place).isEqualTo("record_not_found");
      return;
    }
    var base = patch ? before.data().deepCopy() : json("{'word': null, 'rank': 0, 'tags': []}");
    var data = base.setAll(sent);
    if (!before.belongsTo(caller)) {
      assertThat(outcome(action)).as(place).isEqualTo("access_denied");
    } else if (isTaken(data.get("word"), id)) {
      assertThat(outcome(action)).as(place).isEqualTo("validation_failed");
    } else {
      assertThat(outcome(action)).as(place).isEqualTo("ok");
      long version = data.equals(before.data()) ? before.version() : before.version() + 1;
      model.put(id, new Expected(before.owner(), version, data));
    }
    check(caller, id, place);
  }

  private void delete(Principal.User caller, String place) {
    var id = anyId();
    var before = model.get(id);
    var outcome = outcome(() -> world.delete(caller, "things", id));
    if (before == null) {
      assertThat(outcome).as(place).isEqualTo("record_not_found");
    } else if (before.belongsTo(caller)) {
      assertThat(outcome).as(place).isEqualTo("ok");
      model.remove(id);
    } else {
      assertThat(outcome).as(place).isEqualTo("access_denied");
    }
  }

  private void list(Principal.User caller, String place) {
    Map<String, Predicate<Expected>> filters =
        Map.of(
            "{}", _ -> true,
            "{\"rank\": 1}", e -> rank(e) == 1,
            "{\"rank\": {\"gte\": 1}, \"word\": {\"null\": false}}",
                e -> rank(e) >= 1 && !e.data().get("word").isNull(),
            "{\"not\": {\"word\": {\"starts_with\": \"a\"}}}",
                e ->
                    e.data().get("word").isNull()
                        || !e.data().get("word").stringValue().startsWith("a"),
            "{\"tags\": {\"has\": 2}}",
                e -> e.data().get("tags").values().stream().anyMatch(tag -> tag.intValue() == 2),
            "{\"owner_id\": \"$user.id\"}", e -> e.owner().equals(caller.id()));
    var filter = List.copyOf(filters.keySet()).get(random.nextInt(filters.size()));
    var expected =
        model.entrySet().stream()
            .filter(entry -> entry.getValue().belongsTo(caller))
            .filter(entry -> filters.getOrDefault(filter, _ -> false).test(entry.getValue()))
            .map(entry -> entry.getKey().toString())
            .toList();
    var limit = Integer.toString(random.nextInt(30));
    var page = world.list(caller, "things", query(Map.of("filter", filter, "limit", limit)));
    var found = page.get("records").values().stream().map(r -> r.get("id").stringValue()).toList();
    assertThat(page.get("total").intValue()).as("%s, %s", place, filter).isEqualTo(expected.size());
    assertThat(found)
        .as("%s, %s", place, filter)
        .isSubsetOf(expected)
        .doesNotHaveDuplicates()
        .hasSize(Math.min(expected.size(), Integer.parseInt(limit)));
  }

  private void check(Principal.User caller, UUID id, String place) {
    var expected = Objects.requireNonNull(model.get(id));
    var found = world.get(caller, "things", id);
    assertThat(found.get("data")).as(place).isEqualTo(expected.data());
    assertThat(found.get("owner_id").stringValue())
        .as(place)
        .isEqualTo(expected.owner().toString());
    assertThat(world.records.get(caller, "things", id).version())
        .as(place)
        .isEqualTo(expected.version());
  }

  private static int rank(Expected expected) {
    return expected.data().get("rank").intValue();
  }

  private boolean isTaken(JsonNode word, @Nullable UUID except) {
    return !word.isNull()
        && model.entrySet().stream()
            .anyMatch(
                e -> !e.getKey().equals(except) && e.getValue().data().get("word").equals(word));
  }

  private UUID anyId() {
    var ids = new ArrayList<>(model.keySet());
    return ids.isEmpty() || random.nextInt(10) == 0
        ? UUID.randomUUID()
        : ids.get(random.nextInt(ids.size()));
  }

  private ObjectNode randomData() {
    var data = json("{}");
    if (random.nextBoolean()) {
      data.put(
          "word",
          random.nextInt(4) == 0
              ? null
              : random.nextInt(40) % 2 == 0 ? "a" + random.nextInt(60) : "ü" + random.nextInt(60));
    }
    if (random.nextBoolean()) {
      data.put("rank", random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      var tags = data.putArray("tags");
      random.ints(random.nextInt(3), 0, 4).forEach(tags::add);
    }
    return data;
  }
}
