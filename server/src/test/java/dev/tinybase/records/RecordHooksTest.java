package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.BOB;
import static dev.tinybase.records.RecordWorld.json;
import static dev.tinybase.records.RecordWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.hooks.HookFigures;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.hooks.TransactionRequired;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.LogCapture;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ParameterizedClass
@EnumSource(Engine.class)
class RecordHooksTest {
  /** What the handler does, and what it was shown. */
  private Runnable meanwhile = () -> {};

  private final List<String> asked = new ArrayList<>();
  private final List<ObjectNode> events = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final HookRegistry registry = new HookRegistry();
  private final RecordWorld world; // without hooks
  private final RecordService records;
  private boolean writes;

  RecordHooksTest(Engine engine) {
    world = new RecordWorld(engine);
    records =
        new RecordService(
            world.database, world.collections, world.changes, registry, Clock.systemUTC());
    listen(
        handler("a.create", HookKind.BEFORE_RECORD_CREATE, this::shout),
        handler("a.update", HookKind.BEFORE_RECORD_UPDATE, this::shout),
        handler("a.delete", HookKind.BEFORE_RECORD_DELETE, this::keepOld));
  }

  private void listen(HookHandler... handlers) {
    registry.replace(List.of(handlers));
  }

  private HookHandler handler(
      String name, HookKind kind, BiFunction<HookCause, ObjectNode, @Nullable JsonNode> action) {
    return handler(name, kind, Set.of("posts"), action);
  }

  private HookHandler handler(
      String name,
      HookKind kind,
      Set<String> collections,
      BiFunction<HookCause, ObjectNode, @Nullable JsonNode> action) {
    var run =
        new HookAction() {
          @Override
          public @Nullable JsonNode run(HookCause cause, ObjectNode event) {
            asked.add(told(kind, event));
            events.add(event);
            threads.add(Thread.currentThread());
            if (writes && !world.database.inTransaction()) {
              throw new TransactionRequired();
            }
            meanwhile.run();
            return action.apply(cause, event);
          }
        };
    var declaration = new HookDeclaration(kind, collections, null, 0);
    return new HookHandler(declaration, name, "a.java", null, run, new HookFigures());
  }

  /** What the event is about, and the version of the record that is stored. */
  private static String told(HookKind kind, ObjectNode event) {
    var word = kind.name().substring("BEFORE_RECORD_".length());
    var stored = event.path(kind == HookKind.BEFORE_RECORD_DELETE ? "record" : "before");
    return stored.isObject() ? word + " " + stored.at("/data/title").asString("") : word;
  }

  /** Writes titles in capitals, and refuses {@code no}. */
  private @Nullable JsonNode shout(HookCause unused, ObjectNode event) {
    var title = event.at("/data/title").asString("");
    if (title.equals("no")) {
      throw Problem.badRequest("refused", "No.");
    }
    return set("title", title.toUpperCase(Locale.ROOT));
  }

  private static ObjectNode set(String field, String value) {
    var answer = Json.object();
    answer.putObject("set").put(field, value);
    return answer;
  }

  private @Nullable JsonNode keepOld(HookCause unused, ObjectNode event) {
    if (event.at("/record/data/n").asInt(0) > 5) {
      throw Problem.forbidden("kept", "Old posts stay.");
    }
    return null;
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
    return UUID.fromString(Json.parse(made.json().toBytes()).get("id").stringValue());
  }

  private int count(String collection) {
    return world.list(ADMIN, collection, RecordWorld.all()).get("total").intValue();
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
    assertThat(asked).containsExactly("CREATE", "UPDATE A");
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
    assertThat(asked).containsExactly("UPDATE A", "UPDATE A", "UPDATE A");
    assertThat(world.get(ALICE, "posts", id).get("data")).isEqualTo(json("{'title': 'B', 'n': 2}"));
  }

  @Test
  void after_four_times_it_is_asked_in_a_transaction_where_others_wait() {
    var id = create("a");
    asked.clear();
    meanwhile =
        () -> {
          if (!world.database.inTransaction()) {
            world.patch(ALICE, "posts", id, "{'n': {'$inc': 1}}");
          }
        };
    records.apply(ALICE, new Mutation.Update("posts", id, json("{'title': 'b'}")));
    assertThat(asked).hasSize(5);
    assertThat(world.get(ALICE, "posts", id).get("data")).isEqualTo(json("{'title': 'B', 'n': 4}"));
  }

  @Test
  void a_handler_that_changes_the_very_record_in_the_transaction_has_failed() {
    var id = create("a");
    writes = true;
    meanwhile = () -> world.patch(ALICE, "posts", id, "{'n': {'$inc': 1}}");
    var update = new Mutation.Update("posts", id, json("{'title': 'b'}"));
    assertThat(outcome(() -> records.apply(ALICE, update))).isEqualTo("hook_failed");
    assertThat(world.get(ALICE, "posts", id).get("data").get("n").isNull()).isTrue();
    assertThat(title(id)).isEqualTo("A");
  }

  @Test
  void what_a_handler_writes_is_undone_with_the_change() {
    writes = true;
    meanwhile = () -> world.create(ALICE, "plain", "{'title': 'seen'}");
    create("a");
    assertThat(count("plain")).isEqualTo(1);
    assertThat(outcome(() -> create("a"))).isEqualTo("validation_failed");
    assertThat(outcome(() -> create("no"))).isEqualTo("refused");
    assertThat(count("plain")).isEqualTo(1);
  }

  @Test
  void a_draft_shows_the_record_as_it_would_be() {
    world.collection(
        "orders",
        "{'name': 'state', 'default': 'new'}, {'name': 'n', 'type': 'integer'},"
            + "{'name': 'tags', 'type': 'list[string]'}",
        "{}");
    listen(
        handler("a.draft", HookKind.BEFORE_RECORD_CREATE, Set.of("orders"), (_, _) -> null),
        handler("a.draft", HookKind.BEFORE_RECORD_UPDATE, Set.of("*"), (_, _) -> null));
    var made =
        Json.parse(
            records
                .apply(ADMIN, new Mutation.Create("orders", json("{'n': 1, 'tags': ['a']}")))
                .orElseThrow()
                .json()
                .toBytes());
    var id = UUID.fromString(made.get("id").stringValue());
    assertThat(events.getFirst().get("data"))
        .isEqualTo(json("{'n': 1, 'tags': ['a'], 'state': 'new'}"));
    assertThat(events.getFirst().get("before").isNull()).isTrue();
    assertThat(events.getFirst().at("/user/email").stringValue()).isEqualTo(ADMIN.email());
    var patch = json("{'n': {'$inc': 2}, 'tags': {'$append': ['b']}}");
    records.apply(ADMIN, new Mutation.Update("orders", id, patch));
    assertThat(events.getLast().get("data"))
        .isEqualTo(json("{'state': 'new', 'n': 3, 'tags': ['a', 'b']}"));
    assertThat(events.getLast().get("before").toString()).isEqualTo(made.toString());
    records.apply(ADMIN, new Mutation.Replace("orders", id, json("{'n': 7}")));
    assertThat(events.getLast().get("data"))
        .isEqualTo(json("{'n': 7, 'state': 'new', 'tags': []}"));
    var wrong = new Mutation.Update("orders", id, json("{'n': 'seven'}"));
    assertThat(outcome(() -> records.apply(ADMIN, wrong))).isEqualTo("validation_failed");
    assertThat(events.getLast().at("/data/n").stringValue()).isEqualTo("seven");
  }

  @Test
  void handlers_see_what_those_before_them_have_set() {
    listen(
        handler("a.first", HookKind.BEFORE_RECORD_CREATE, (_, _) -> set("title", "one")),
        handler(
            "b.second",
            HookKind.BEFORE_RECORD_CREATE,
            (_, event) -> set("title", event.at("/data/title").stringValue() + " two")));
    var data = json("{'title': 'zero'}");
    var id = UUID.randomUUID();
    records.apply(ADMIN, new Mutation.Create("posts", data, id, Mutation.Owner.UNSAID, null, null));
    assertThat(title(id)).isEqualTo("one two");
    assertThat(data).as("what the caller gave").isEqualTo(json("{'title': 'zero'}"));
    assertThat(events.getFirst().at("/data/title").stringValue()).isEqualTo("zero");
  }

  @Test
  void a_handler_sets_what_only_admins_may_and_nobody_else_does() {
    world.collection(
        "notes",
        "{'name': 'text'}, {'name': 'slug', 'read_only': true}, {'name': 'key', 'hidden': true}",
        "{}");
    var note = new Mutation.Create("notes", json("{'text': 'a', 'slug': 'mine'}"));
    assertThat(outcome(() -> records.apply(ALICE, note))).isEqualTo("validation_failed");
    listen(
        handler(
            "a.slug",
            HookKind.BEFORE_RECORD_CREATE,
            Set.of("notes"),
            (_, _) -> set("slug", "s").set("set", json("{'slug': 's', 'key': 'k'}"))));
    records.apply(ALICE, new Mutation.Create("notes", json("{'text': 'a'}")));
    assertThat(world.list(ADMIN, "notes", RecordWorld.all()).at("/records/0/data"))
        .isEqualTo(json("{'text': 'a', 'slug': 's', 'key': 'k'}"));
  }

  @Test
  void what_a_handler_sets_wrongly_is_no_fault_of_the_caller() {
    listen(handler("a.typo", HookKind.BEFORE_RECORD_CREATE, (_, _) -> set("tilte", "x")));
    try (var log = new LogCapture(PreparedMutation.class.getName())) {
      assertThat(outcome(() -> create("a"))).isEqualTo("hook_failed");
      assertThat(String.join("\n", log.lines())).contains("a.typo", "tilte", "title");
    }
    listen(handler("a.type", HookKind.BEFORE_RECORD_CREATE, (_, _) -> set("n", "x")));
    assertThat(outcome(() -> create("a"))).isEqualTo("hook_failed");
    assertThatThrownBy(() -> records.apply(ALICE, post("{'n': 1}")))
        .as("the caller's own")
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.errors())
                    .extracting(FieldError::field)
                    .containsExactly("title"));
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
    assertThat(asked).containsExactly("CREATE", "UPDATE X");
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
    assertThat(asked).containsExactly("CREATE", "UPDATE A", "DELETE A");
    assertThat(threads).containsOnly(Thread.currentThread());
  }

  @Test
  void a_list_asks_in_its_order_and_is_undone_as_a_whole() {
    var id = UUID.randomUUID();
    var owner = Mutation.Owner.of(ALICE.id());
    var create = new Mutation.Create("posts", json("{'title': 'a'}"), id, owner, null, null);
    records.apply(ADMIN, List.of(create, new Mutation.Update("posts", id, json("{'title': 'c'}"))));
    assertThat(asked).containsExactly("CREATE", "UPDATE A");
    assertThat(threads).containsOnly(Thread.currentThread());
    assertThat(title(id)).isEqualTo("C");
    var list = List.<Mutation>of(new Mutation.Delete("posts", id, null), post("{'title': 'no'}"));
    assertThat(outcome(() -> records.apply(ADMIN, list))).isEqualTo("refused");
    assertThat(title(id)).isEqualTo("C");
  }
}
