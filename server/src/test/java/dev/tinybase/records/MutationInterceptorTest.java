package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.BOB;
import static dev.tinybase.records.RecordWorld.json;
import static dev.tinybase.records.RecordWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class MutationInterceptorTest {
  /** What the interceptor does, and what it was shown. */
  private Runnable meanwhile = () -> {};

  private final List<String> asked = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final RecordWorld world;
  private final RecordService records;

  MutationInterceptorTest(Engine engine) {
    world = new RecordWorld(engine);
    records =
        new RecordService(
            world.database,
            world.collections,
            world.changes,
            world.hooks,
            List.of(new Shouting()),
            Clock.systemUTC());
  }

  /** Writes titles in capitals, and refuses {@code no}. */
  private final class Shouting implements Mutation.Interceptor {
    @Override
    public boolean wants(Mutation mutation) {
      return mutation.collection().equals("posts");
    }

    @Override
    public Mutation before(Principal principal, Mutation mutation, @Nullable StoredRecord stored) {
      asked.add(
          mutation.getClass().getSimpleName() + (stored == null ? "" : " " + stored.version()));
      threads.add(Thread.currentThread());
      meanwhile.run();
      return switch (mutation) {
        case Mutation.Create create -> {
          shout(create.data());
          yield create;
        }
        case Mutation.Upsert upsert -> {
          shout(upsert.record().data());
          yield upsert;
        }
        case Mutation.Update(var in, var id, var data, var owner, var version) -> {
          var copy = data.deepCopy();
          shout(copy);
          yield new Mutation.Update(in, id, copy, owner, version);
        }
        case Mutation.Replace replace -> replace;
        case Mutation.Delete delete -> {
          if (stored == null || stored.version() > 5) {
            throw Problem.forbidden("kept", "Old posts stay.");
          }
          yield delete;
        }
      };
    }

    private static void shout(tools.jackson.databind.node.ObjectNode data) {
      var title = data.path("title").asString("");
      if (title.equals("no")) {
        throw Problem.badRequest("refused", "No.");
      }
      data.put("title", title.toUpperCase(java.util.Locale.ROOT));
    }
  }

  @BeforeEach
  void makeCollections() {
    var fields =
        "{'name': 'title', 'required': true, 'unique': true}, {'name': 'n', 'type': 'integer'}";
    world.collection("posts", fields, List.of("'auth'", "'auth'", "'auth'", "'owner'", "'owner'"));
    world.collection("plain", "{'name': 'title'}", "{}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Mutation.Create post(String data) {
    return new Mutation.Create("posts", json(data));
  }

  private UUID create(String title) {
    var made = records.apply(ALICE, post("{'title': '" + title + "'}")).orElseThrow();
    return UUID.fromString(
        dev.tinybase.json.Json.parse(made.json().toBytes()).get("id").stringValue());
  }

  private String title(UUID id) {
    return world.get(ALICE, "posts", id).get("data").get("title").stringValue();
  }

  @Test
  void it_is_asked_before_the_data_is_checked_on_the_thread_of_the_caller() {
    var id = create("a");
    records.apply(ALICE, new Mutation.Update("posts", id, json("{'title': 'b'}")));
    assertThat(title(id)).isEqualTo("B");
    records.apply(ALICE, new Mutation.Create("plain", json("{'title': 'a'}")));
    assertThat(asked).containsExactly("Create", "Update 1");
    assertThat(threads).containsOnly(Thread.currentThread());
  }

  @Test
  void it_refuses_and_nothing_is_written() {
    assertThat(outcome(() -> create("no"))).isEqualTo("refused");
    var id = create("a");
    var no = new Mutation.Update("posts", id, json("{'title': 'no'}"));
    assertThat(outcome(() -> records.apply(ALICE, no))).isEqualTo("refused");
    var wrong = new Mutation.Update("posts", id, json("{'n': 'x'}"));
    assertThat(outcome(() -> records.apply(ALICE, wrong))).isEqualTo("validation_failed");
    assertThat(title(id)).isEqualTo("A");
  }

  @Test
  void it_is_not_asked_about_what_the_caller_may_not_do() {
    var id = create("a");
    asked.clear();
    assertThat(outcome(() -> records.apply(BOB, new Mutation.Delete("posts", id, null))))
        .isEqualTo("access_denied");
    assertThat(
            outcome(() ->
                records.apply(BOB, new Mutation.Update("posts", UUID.randomUUID(), json("{}")))))
        .isEqualTo("record_not_found");
    assertThat(outcome(() -> records.apply(RecordWorld.ANONYMOUS, post("{'title': 'b'}"))))
        .isEqualTo("not_authenticated");
    assertThat(asked).isEmpty();
  }

  @Test
  void it_is_asked_again_when_the_record_changed_meanwhile() {
    var id = create("a");
    asked.clear();
    meanwhile =
        () -> {
          if (asked.size() < 3) {
            world.patch(ALICE, "posts", id, "{'n': " + asked.size() + "}");
          }
        };
    records.apply(ALICE, new Mutation.Update("posts", id, json("{'title': 'b'}")));
    assertThat(asked).containsExactly("Update 1", "Update 2", "Update 3");
    assertThat(world.get(ALICE, "posts", id).get("data")).isEqualTo(json("{'title': 'B', 'n': 2}"));
  }

  @Test
  void it_is_asked_a_bounded_number_of_times() {
    var id = create("a");
    asked.clear();
    meanwhile = () -> world.patch(ALICE, "posts", id, "{'n': {'$inc': 1}}");
    var update = new Mutation.Update("posts", id, json("{'title': 'b'}"));
    assertThat(outcome(() -> records.apply(ALICE, update))).isEqualTo("write_conflict");
    assertThat(asked).hasSize(8);
    assertThat(title(id)).isEqualTo("A");
  }

  @Test
  void an_upsert_that_finds_a_record_by_now_is_asked_about_that() {
    meanwhile =
        () -> {
          if (asked.size() == 1) {
            world.create(ALICE, "posts", "{'title': 'X'}");
          }
        };
    records.apply(ALICE, new Mutation.Upsert("title", post("{'title': 'X', 'n': 3}")));
    assertThat(asked).containsExactly("Upsert", "Upsert 1");
  }

  @Test
  void within_a_transaction_it_sees_what_the_transaction_wrote() {
    world.database.transaction(
        Duration.ofSeconds(10),
        () -> {
          var id = create("a");
          records.apply(ALICE, new Mutation.Update("posts", id, json("{'n': 1}")));
          return records.apply(ALICE, new Mutation.Delete("posts", id, null));
        });
    assertThat(asked).containsExactly("Create", "Update 1", "Delete 2");
    assertThat(threads).containsOnly(Thread.currentThread());
  }

  @Test
  void a_list_asks_in_its_order_and_is_undone_as_a_whole() {
    var id = UUID.randomUUID();
    var owner = Mutation.Owner.of(ALICE.id());
    var create = new Mutation.Create("posts", json("{'title': 'a'}"), id, owner, null, null);
    records.apply(ADMIN, List.of(create, new Mutation.Update("posts", id, json("{'title': 'c'}"))));
    assertThat(asked).containsExactly("Create", "Update 1");
    assertThat(threads).containsOnly(Thread.currentThread());
    assertThat(title(id)).isEqualTo("C");
    var list = List.<Mutation>of(new Mutation.Delete("posts", id, null), post("{'title': 'no'}"));
    assertThat(outcome(() -> records.apply(ADMIN, list))).isEqualTo("refused");
    assertThat(title(id)).isEqualTo("C");
  }
}
