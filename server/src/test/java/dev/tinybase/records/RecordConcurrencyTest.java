package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class RecordConcurrencyTest {
  private final RecordWorld world;

  RecordConcurrencyTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeCollection() {
    world.collection(
        "posts",
        """
        {'name': 'title', 'type': 'string', 'required': true},
        {'name': 'slug', 'type': 'string', 'unique': true},
        {'name': 'views', 'type': 'integer', 'default': 0},
        {'name': 'tags', 'type': 'list[string]'}
        """,
        "{}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private UUID post(String data) {
    return world.create(ALICE, "posts", data);
  }

  @Test
  void concurrent_patches_of_different_fields_lose_nothing() {
    var id = post("{'title': 'a'}");
    var works = new ArrayList<Callable<JsonNode>>();
    for (int i = 0; i < 8; i++) {
      int n = i;
      works.add(() -> world.patch(ALICE, "posts", id, "{'title': 't" + n + "'}"));
      works.add(() -> world.patch(ALICE, "posts", id, "{'slug': 's" + n + "'}"));
      works.add(() -> world.patch(ALICE, "posts", id, "{'tags': {'$append': ['" + n + "']}}"));
      works.add(() -> world.patch(ALICE, "posts", id, "{'views': {'$inc': 1}}"));
    }
    together(works);
    var data = world.get(ALICE, "posts", id).get("data");
    assertThat(data.get("title").stringValue()).startsWith("t");
    assertThat(data.get("slug").stringValue()).startsWith("s");
    assertThat(data.get("tags")).hasSize(8);
    assertThat(data.get("views").intValue()).isEqualTo(8);
    assertThat(world.version(ALICE, "posts", id)).isEqualTo(33);
  }

  @Test
  void increments_of_many_threads_sum_up() {
    var id = post("{'title': 'a'}");
    var works = new ArrayList<Callable<JsonNode>>();
    for (int i = 0; i < 32; i++) {
      works.add(() -> {
        for (int round = 0; round < 4; round++) {
          world.patch(ALICE, "posts", id, "{'views': {'$inc': 3}}");
        }
        return world.get(ALICE, "posts", id);
      });
    }
    together(works);
    assertThat(world.get(ALICE, "posts", id).get("data").get("views").intValue())
        .isEqualTo(32 * 4 * 3);
    assertThat(world.version(ALICE, "posts", id)).isEqualTo(1 + 32 * 4);
  }

  @Test
  void of_many_that_want_a_unique_value_one_gets_it() {
    var outcomes = new ArrayList<Callable<String>>();
    for (int i = 0; i < 32; i++) {
      outcomes.add(() -> outcome(() -> post("{'title': 'a', 'slug': 'one'}")));
    }
    assertThat(together(outcomes)).containsOnlyOnce("ok").contains("validation_failed");
    assertThat(world.list(ADMIN, "posts", RecordWorld.all()).get("total").intValue()).isEqualTo(1);
  }

  @Test
  void of_many_that_hold_the_same_version_one_may_change_it() {
    var id = post("{'title': 'a'}");
    var outcomes = new ArrayList<Callable<String>>();
    for (int i = 0; i < 16; i++) {
      int n = i;
      outcomes.add(
          () -> outcome(() -> world.patch(ALICE, "posts", id, "{'title': 't" + n + "'}", 1L)));
    }
    assertThat(together(outcomes)).containsOnlyOnce("ok");
    assertThat(world.version(ALICE, "posts", id)).isEqualTo(2);
  }

  private static <T> List<T> together(List<Callable<T>> works) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (var future : executor.invokeAll(works)) {
        results.add(future.get());
      }
      return results;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
