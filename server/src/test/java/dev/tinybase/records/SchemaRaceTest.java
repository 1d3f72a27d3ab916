package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.json;
import static dev.tinybase.records.RecordWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.collections.CollectionUpdate;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.testing.Engine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Records are written and read while their schema changes to and fro. */
@ParameterizedClass
@EnumSource(Engine.class)
class SchemaRaceTest {
  private static final List<String> SCHEMAS =
      List.of(
          "{'name':'v','max_length':1,'index':true},{'name':'k','default':'k'}",
          "{'name':'v','type':'integer','index':true},{'name':'k','default':'k'}",
          "{'name':'v','type':'decimal'},{'name':'k','default':'k'},{'name':'extra','default':'e'}",
          "{'name':'v'},{'name':'k','type':'list','required':true,'default':['k']}",
          "{'name':'v','max_length':2}");
  private static final Set<String> EXPECTED =
      Set.of("ok", "validation_failed", "schema_changed", "existing_records");

  private final RecordWorld world;

  SchemaRaceTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void nobody_sees_an_error_that_is_not_theirs_and_every_record_fits_in_the_end() throws Exception {
    world.collection("things", SCHEMAS.getFirst(), "{'coerce': true}");
    var over = new AtomicBoolean();
    var outcomes = new ArrayList<String>();
    var changes = new AtomicInteger();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var works = new ArrayList<Callable<List<String>>>();
      for (int i = 0; i < 4; i++) {
        int writer = i;
        works.add(() -> write(writer, over));
      }
      works.add(() -> read(over));
      works.add(() -> change(over, changes));
      for (var future : executor.invokeAll(works)) {
        outcomes.addAll(future.get());
      }
    }

    assertThat(Set.copyOf(outcomes)).isSubsetOf(EXPECTED).contains("ok");
    assertThat(changes.get()).isGreaterThan(3);
    assertFits();
  }

  private List<String> write(int writer, AtomicBoolean over) {
    var outcomes = new ArrayList<String>();
    for (int i = 0; !over.get(); i++) {
      var value = i % 7 == 0 ? "12" : "" + writer;
      outcomes.add(outcome(() -> world.create(ADMIN, "things", "{'v':'" + value + "'}")));
    }
    return outcomes;
  }

  private List<String> read(AtomicBoolean over) {
    var outcomes = new ArrayList<String>();
    while (!over.get()) {
      outcomes.add(outcome(() -> world.list(ADMIN, "things", RecordWorld.all())));
    }
    return outcomes;
  }

  private List<String> change(AtomicBoolean over, AtomicInteger changes) {
    var outcomes = new ArrayList<String>();
    try {
      for (int i = 1; i <= 20; i++) {
        var schema = json("{'fields':[" + SCHEMAS.get(i % SCHEMAS.size()) + "]}");
        var drop = dropped(i);
        outcomes.add(
            outcome(() -> {
              world.collections.update(
                  "things", new CollectionUpdate(null, schema, null, drop, null, false));
              changes.incrementAndGet();
            }));
        shorten();
      }
    } finally {
      over.set(true);
    }
    return outcomes;
  }

  /** Sometimes nothing stands in the way of the strictest schema. */
  private void shorten() {
    world.database.write(
        sql -> sql.update("delete from " + world.collections.get("things").table()));
  }

  private Set<String> dropped(int round) {
    var wanted = SCHEMAS.get(round % SCHEMAS.size());
    var gone = new HashSet<>(world.collections.get("things").schema().names());
    gone.removeIf(name -> wanted.contains("'" + name + "'"));
    return gone;
  }

  private void assertFits() {
    var schema = world.collections.get("things").schema();
    var listed = world.list(ADMIN, "things", RecordWorld.query(Map.of("limit", "1000")));
    for (var record : listed.get("records").values()) {
      for (var field : schema.fields()) {
        var value = record.get("data").get(field.name());
        assertThat(value).as(field.name()).isNotNull();
        if (!value.isNull()) {
          assertThat(FieldValues.read(field.type(), value, false)).isNotNull();
        }
      }
    }
  }
}
