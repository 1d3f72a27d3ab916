package dev.tinybase.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.db.Row;
import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.hooks.HookFigures;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A record as a tree says what its bytes say, without the way through the bytes. */
class RecordTreeTest {
  private static final String FIELDS =
      "{'name': 's', 'type': 'string'}, {'name': 'i', 'type': 'integer'},"
          + "{'name': 'r', 'type': 'number'}, {'name': 'd', 'type': 'decimal'},"
          + "{'name': 'b', 'type': 'boolean'}, {'name': 'day', 'type': 'date'},"
          + "{'name': 't', 'type': 'datetime'}, {'name': 'j', 'type': 'json'},"
          + "{'name': 'o', 'type': 'object'}, {'name': 'l', 'type': 'list'}";

  private static final String FULL =
      "{'s': 'ä\\\\n', 'i': 7, 'r': 1, 'd': '1.50', 'b': false, 'day': '2026-11-26',"
          + "'t': '2026-11-26T16:00:00.5Z', 'j': [1, 2.5, null], 'o': {'k': 1e3},"
          + "'l': [true]}";

  @ParameterizedTest
  @EnumSource(Engine.class)
  void one_record(Engine engine) {
    try (var world = new RecordWorld(engine)) {
      for (var data :
          new String[] {
            "{}",
            FULL,
            "{'i': 9223372036854775807, 'r': 1.5e300, 'd': '-0.001', 'b': true, 'j': 'x'}"
          }) {
        var id = id(world, data);
        var unchanged = new Mutation.Update("all", id, Json.object());

        Optional<ObjectNode> written =
            world.records.apply(RecordWorld.ADMIN, unchanged, RecordForm.TREE);
        assertThat(written).contains((ObjectNode) world.get(RecordWorld.ADMIN, "all", id));
        ObjectNode read = world.records.get(RecordWorld.ADMIN, "all", id, RecordForm.TREE, _ -> {});
        assertThat(read).isEqualTo(world.get(RecordWorld.ADMIN, "all", id));

        world.hooks.replace(List.of(reading((_, _) -> null)));
        assertThat(world.get(RecordWorld.ADMIN, "all", id)).isEqualTo(read);
        world.hooks.replace(List.of());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_page(Engine engine) {
    try (var world = new RecordWorld(engine)) {
      for (int i = 0; i < 3; i++) {
        id(world, "{'i': " + i + "}");
      }
      var bytes =
          world.list(
              RecordWorld.ADMIN, "all", RecordWorld.query(Map.of("limit", "2", "sort", "i")));

      JsonNode trees =
          world.records.list(
              RecordWorld.ADMIN,
              "all",
              RecordWorld.query(Map.of("limit", "2", "sort", "i")),
              Trees::new);

      assertThat(trees).isEqualTo(bytes.get("records"));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void handlers_see_what_is_read_and_each_field_can_be_hidden_set_or_shown_alone(Engine engine) {
    try (var world = new RecordWorld(engine)) {
      var id = id(world, FULL);
      ObjectNode stored = world.records.get(RecordWorld.ADMIN, "all", id, RecordForm.TREE, _ -> {});
      var names = List.copyOf(stored.get("data").propertyNames());
      for (var name : names) {
        var decided = Json.object();
        decided.putArray("records").addObject().putArray("hide").add(name);
        assertThat(read(world, stored, decided)).isEqualTo(with(stored, name, null));

        var five = Json.mapper().getNodeFactory().numberNode(5);
        decided.putArray("records").addObject().putObject("set").put(name, 5).put("more", "ö\"");
        var expected = with(with(stored, name, five), "more", null);
        ((ObjectNode) expected.get("data")).put("more", "ö\"");
        assertThat(read(world, stored, decided)).isEqualTo(expected);

        var alone = stored.deepCopy();
        ((ObjectNode) alone.get("data")).retain(name);
        assertThat(read(world, stored, Json.object(), "fields", name)).isEqualTo(alone);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void what_a_handler_keeps_stays_as_it_was_told_whatever_is_decided_then(Engine engine) {
    try (var world = new RecordWorld(engine)) {
      var id = id(world, FULL);
      ObjectNode stored = world.records.get(RecordWorld.ADMIN, "all", id, RecordForm.TREE, _ -> {});
      var kept = new AtomicReference<@Nullable JsonNode>();
      HookAction action =
          (_, event) -> {
            kept.set(event.get("records").get(0));
            var decision = Json.object();
            decision.putArray("records").addObject().putArray("hide").add("i");
            return decision;
          };
      world.hooks.replace(List.of(reading(action)));
      assertThat(world.get(RecordWorld.ADMIN, "all", id)).isEqualTo(with(stored, "i", null));
      assertThat(Json.text(Objects.requireNonNull(kept.get()))).isEqualTo(Json.text(stored));
      world.hooks.replace(List.of());
    }
  }

  private static HookHandler reading(HookAction action) {
    return new HookHandler(
        new HookDeclaration(HookKind.BEFORE_RECORD_READ),
        "file.reads",
        "file.java",
        null,
        action,
        new HookFigures());
  }

  /** The record of a list whose hook compares what it is told, member by member, and decides. */
  private static JsonNode read(
      RecordWorld world, ObjectNode stored, ObjectNode decision, String... query) {
    HookAction action =
        (_, event) -> {
          var told = (ObjectNode) event.get("records").get(0);
          for (var member : stored.properties()) {
            assertThat(told.get(member.getKey())).isEqualTo(member.getValue());
          }
          for (var field : stored.get("data").properties()) {
            assertThat(told.get("data").get(field.getKey())).isEqualTo(field.getValue());
          }
          assertThat(told.get("data").get("unknown")).isNull();
          assertThat(Json.text(told)).isEqualTo(Json.text(stored));
          return decision;
        };
    world.hooks.replace(List.of(reading(action)));
    var parameters = query.length == 0 ? Map.<String, String>of() : Map.of(query[0], query[1]);
    var page = world.list(RecordWorld.ADMIN, "all", RecordWorld.query(parameters));
    world.hooks.replace(List.of());
    return page.get("records").get(0);
  }

  private static ObjectNode with(ObjectNode stored, String field, @Nullable JsonNode value) {
    var copy = stored.deepCopy();
    var data = (ObjectNode) copy.get("data");
    if (value == null) {
      data.remove(field);
    } else {
      data.set(field, value);
    }
    return copy;
  }

  private static UUID id(RecordWorld world, String data) {
    if (world.collections.list().isEmpty()) {
      world.collection("all", FIELDS, "{}");
    }
    return world.create(RecordWorld.ADMIN, "all", data);
  }

  private static final class Trees implements RecordSink<JsonNode> {
    private final RecordJson json;
    private final ArrayNode all = Json.mapper().createArrayNode();

    Trees(ListQuery query) {
      json = query.json();
    }

    @Override
    public void add(Row row) {
      all.add(json.tree(row));
    }

    @Override
    public void add(WholeRecord record) {
      all.add(record.tree(json));
    }

    @Override
    public JsonNode end(@Nullable Long total, @Nullable String nextCursor) {
      assertThat(total).isEqualTo(3);
      assertThat(nextCursor).isNotNull();
      return all;
    }
  }
}
