package dev.tinybase.collections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.testing.Engine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random schemas become other random schemas over random records: either everything that the new
 * schema keeps is there afterwards and fits it, or the change is refused and nothing is other than
 * before.
 */
@ParameterizedClass
@EnumSource(Engine.class)
class RandomSchemaChangeTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "E");
  private static final List<String> TYPES =
      List.of(
          "{'type':'string'}",
          "{'type':'string','max_length':2}",
          "{'type':'string','unique':true}",
          "{'type':'string','index':true}",
          "{'type':'string','required':true,'default':'7'}",
          "{'type':'integer'}",
          "{'type':'integer','min':0,'nullable':true,'default':1}",
          "{'type':'integer','index':true}",
          "{'type':'number'}",
          "{'type':'decimal'}",
          "{'type':'decimal','unique':true}",
          "{'type':'boolean'}",
          "{'type':'date'}",
          "{'type':'datetime','index':true}",
          "{'type':'json'}",
          "{'type':'object'}",
          "{'type':'list'}",
          "{'type':'list[integer]','nullable':true}");
  private static final List<String> SAMPLES =
      List.of(
          "'7'",
          "'x'",
          "'2026-01-02'",
          "'2026-01-02T03:04:05Z'",
          "'{}'",
          "''",
          "1",
          "-5",
          "7",
          "1.5",
          "'1.50'",
          "true",
          "false",
          "{}",
          "{'k':1}",
          "[]",
          "[1,2]",
          "['x']",
          "null");

  private final Database database;
  private final CollectionService collections;

  RandomSchemaChangeTest(Engine engine) {
    database = engine.fresh();
    collections = new CollectionService(database, InstantSource.system());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void records_survive_a_change_or_it_is_refused_with_nothing_changed() {
    long seed = System.nanoTime();
    System.out.println("RandomSchemaChangeTest seed " + seed);
    var random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 12; round++) {
      var name = "things" + round;
      collections.create(
          new NewCollection(name, "Things", schema(random, List.of(), random), Json.object()));
      insertSome(name, random);
      for (int change = 0; change < 6; change++) {
        refused += changeOnce(name, random) ? 0 : 1;
        insertSome(name, random);
      }
      collections.delete(name, true);
    }
    assertThat(refused).as("seed " + seed).isBetween(1, 71);
  }

  /** Whether the change was made. */
  private boolean changeOnce(String name, Random random) {
    var before = collections.get(name);
    var was = Fingerprint.of(database, before);
    var schema = schema(random, before.schema().fields(), random);
    var drop =
        before.schema().names().stream()
            .filter(
                field -> random.nextInt(3) == 0 && !Json.text(schema).contains('"' + field + '"'))
            .collect(Collectors.toSet());
    try {
      var change =
          collections.update(name, new CollectionUpdate(null, schema, null, drop, null, false));
      assertFits(change.collection(), was, schema);
      assertKept(before, was, change);
      return true;
    } catch (Problem problem) {
      assertThat(problem.kind().status()).as(problem.detail()).isEqualTo(400);
      assertThat(Fingerprint.of(database, before)).as(problem.detail()).isEqualTo(was);
      return false;
    }
  }

  /**
   * Every record is still there, fits its schema, and fields of the same type kept their values.
   */
  private void assertFits(Collection after, Fingerprint was, JsonNode asked) {
    var now = Fingerprint.of(database, after);
    assertThat(now.rows().keySet()).isEqualTo(was.rows().keySet());
    for (var row : now.rows().values()) {
      for (int i = 0; i < row.size(); i++) {
        var field = after.schema().fields().get(i);
        var value = row.get(i);
        if (value == null) {
          assertThat(field.acceptsNull()).as(field + " in " + asked).isTrue();
        } else if (!FieldValues.node(value).isNull()) {
          FieldValues.read(field.type(), FieldValues.node(value), false);
        }
      }
    }
    long shown = database.read(sql -> sql.number("select count(*) from " + after.name()));
    assertThat(shown).isEqualTo(now.rows().size());
    if (database.dialect().name().equals("sqlite")) {
      long counted =
          database.read(sql ->
              sql.number("select total from _record_counts where collection = ?", after.number()));
      assertThat(counted).isEqualTo(now.rows().size());
    }
  }

  /** Fields that were neither added nor converted hold what they held, or a default for null. */
  private void assertKept(Collection before, Fingerprint was, CollectionChange change) {
    var origins = new HashMap<String, String>();
    var remade = new HashSet<String>();
    for (var step : change.steps()) {
      switch (step) {
        case SchemaStep.RenameField(var from, var to) -> origins.put(to, from);
        case SchemaStep.AddField(var field) -> remade.add(field.name());
        case SchemaStep.ConvertField(_, var to) -> remade.add(to.name());
        default -> {}
      }
    }
    var now = Fingerprint.of(database, change.collection());
    var fields = change.collection().schema().fields();
    for (int i = 0; i < fields.size(); i++) {
      var name = fields.get(i).name();
      if (!remade.contains(name)) {
        int then = before.schema().position(origins.getOrDefault(name, name));
        for (var row : was.rows().entrySet()) {
          var old = row.getValue().get(then);
          var kept = now.rows().getOrDefault(row.getKey(), List.of()).get(i);
          assertThat(kept)
              .as(name + " after " + change.steps())
              .satisfies(value -> assertThat(old == null || old.equals(value)).isTrue());
        }
      }
    }
  }

  private void insertSome(String name, Random random) {
    var collection = collections.get(name);
    for (int i = 0; i < 4; i++) {
      var data = Json.object();
      for (var field : collection.schema().fields()) {
        if (random.nextInt(4) > 0) {
          data.set(field.name(), json(pick(SAMPLES, random)));
        }
      }
      try {
        var values = collection.validator().create(data, collection.visibility(true));
        insert(collection, values);
      } catch (Problem | ConstraintViolation _) {
        // not every random record fits
      }
    }
  }

  private void insert(Collection collection, @Nullable Object[] values) {
    var columns =
        collection.schema().fields().stream()
            .map(field -> '"' + field.name() + '"')
            .collect(Collectors.joining(", "));
    Rows.insert(database, collection, UUID.randomUUID(), columns, values);
  }

  private static JsonNode schema(Random random, List<Field> before, Random order) {
    var names = new ArrayList<>(NAMES);
    Collections.shuffle(names, order);
    var fields = Json.mapper().createArrayNode();
    var taken = names.subList(0, 1 + random.nextInt(NAMES.size()));
    for (var name : taken) {
      var field = ((ObjectNode) json(pick(TYPES, random)));
      field.put("name", name);
      if (!before.isEmpty() && random.nextInt(4) == 0) {
        field.put("renamed_from", before.get(random.nextInt(before.size())).name());
      }
      fields.add(field);
    }
    var schema = Json.object();
    schema.set("fields", fields);
    return schema;
  }

  private static <T> T pick(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}
