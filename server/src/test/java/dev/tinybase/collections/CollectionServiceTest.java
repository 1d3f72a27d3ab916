package dev.tinybase.collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tinybase.collections.Collection.AccessRules;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

@ParameterizedClass
@EnumSource(Engine.class)
class CollectionServiceTest {
  private static final Instant NOW = Instant.parse("2026-11-22T22:18:10.123456Z");

  private final Database database;
  private final CollectionService collections;

  CollectionServiceTest(Engine engine) {
    database = engine.fresh();
    collections = new CollectionService(database, InstantSource.fixed(NOW));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_new_collection_comes_back_in_the_canonical_form() {
    var made = create("posts", "{'fields':[{'name':'title','type':'TEXT','required':true}]}");

    assertThat(made.schemaVersion()).isEqualTo(1);
    assertThat(made.createdAt()).isEqualTo(NOW);
    assertThat(Json.text(made.schemaJson()))
        .isEqualTo("{\"fields\":[{\"name\":\"title\",\"type\":\"string\",\"required\":true}]}");
    assertThat(collections.get("posts")).isSameAs(collections.get("posts"));
    assertThat(collections.get("posts").id()).isEqualTo(made.id());
    assertThat(collections.list()).extracting(Collection::name).containsExactly("posts");
  }

  @Test
  void its_view_shows_the_records_to_people() {
    var made = create("posts", "{'fields':[{'name':'title'},{'name':'n','type':'int'}]}");
    insert(made, UUID.randomUUID(), "\"title\", \"n\"", "hello", 7L);

    var row =
        database.read(
            sql -> sql.first("select title, n from posts", r -> r.text(1) + r.integer(2)));

    assertThat(row).contains("hello7");
  }

  @Test
  void its_view_shows_ids_and_times_as_texts_on_sqlite() {
    assumeTrue(database.dialect().name().equals("sqlite")); // PostgreSQL has types of its own
    var made = create("posts", "{'fields':[{'name':'at','type':'datetime'},{'name':'title'}]}");
    var id = UUID.randomUUID();
    var moments = new ArrayList<>(List.of("0000-01-01T00:00:00.000001Z"));
    moments.addAll(List.of("1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00.000000Z"));
    moments.addAll(List.of("2026-11-22T22:18:10.120000Z", "9999-12-31T23:59:59.999999Z"));
    insert(made, id, "\"at\"", (Object) null);
    for (var moment : moments) {
      insert(made, UUID.randomUUID(), "\"at\"", Instant.parse(moment));
    }

    var shown =
        database.read(sql ->
            sql.list(
                "select at, id, coalesce(owner_id, 'nobody'), created_at, updated_at from posts"
                    + " order by at",
                row -> Stream.iterate(1, i -> i + 1).limit(5).map(row::textOrNull).toList()));

    assertThat(shown.getFirst())
        .containsExactly(
            null,
            id.toString(),
            "nobody",
            "2026-01-01T00:00:00.000000Z",
            "2026-01-01T00:00:00.000000Z");
    assertThat(shown.stream().skip(1).map(List::getFirst)).containsExactlyElementsOf(moments);
    database.write(sql -> sql.update("update " + made.table() + " set owner_id = id"));
    var same = "select count(*) from posts where owner_id = id and length(id) = 36";
    assertThat(database.<Long>read(sql -> sql.number(same))).isEqualTo(6L);
  }

  @Test
  void an_unknown_name_is_404() {
    assertProblem(() -> collections.get("none"), 404, "collection_not_found", "'none'");
    assertProblem(
        () -> {
          collections.delete("none", true);
          return 0;
        },
        404,
        "collection_not_found",
        "none");
  }

  @Test
  void a_name_is_taken_once_even_by_many_at_a_time() throws Exception {
    var failures = new ArrayList<Problem>();
    var made = new AtomicInteger();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Collection>>();
      for (int i = 0; i < 8; i++) {
        tasks.add(() -> create("posts", "{}"));
      }
      for (var future : executor.invokeAll(tasks)) {
        try {
          future.get();
          made.incrementAndGet();
        } catch (ExecutionException e) {
          failures.add((Problem) e.getCause());
        }
      }
    }

    assertThat(made).hasValue(1);
    assertThat(failures)
        .hasSize(7)
        .allSatisfy(p -> {
          assertThat(p.kind().status()).isEqualTo(400);
          assertThat(p.code()).isEqualTo("collection_exists");
        });
  }

  @Test
  void bad_names_and_labels_are_422() {
    for (var name :
        List.of(
            "",
            "Posts",
            "1a",
            "a-b",
            "a b",
            "x".repeat(101),
            "records_1",
            "pg_x",
            "sqlite_x",
            "_a",
            "é",
            "a\"b")) {
      assertProblem(() -> create(name, "{}"), 422, "invalid_input", "name");
    }
    assertProblem(
        () -> collections.create(new NewCollection("a", "", json("{}"), json("{}"))),
        422,
        "invalid_input",
        "label");
  }

  @Test
  void long_names_have_views_of_their_own() {
    var first = "a".repeat(99) + "b";
    var second = "a".repeat(99) + "c";
    create(first, "{}");
    create(second, "{}");
    assertThat(collections.list()).extracting(Collection::name).containsExactly(first, second);
    collections.delete(first, true);
    assertThat(collections.list()).extracting(Collection::name).containsExactly(second);
  }

  @Test
  void a_name_of_another_table_in_the_database_is_refused() {
    database.write(sql -> {
      sql.execute("create table legacy (a integer)");
      return 0;
    });
    assertProblem(() -> create("legacy", "{}"), 400, "name_taken", "legacy");
    assertThat(collections.list()).isEmpty();
  }

  @Test
  void deleting_takes_the_table_the_view_and_the_counter() {
    var made = create("posts", "{'fields':[{'name':'title'}]}");
    insert(made, UUID.randomUUID(), "\"title\"", "x");

    collections.delete("posts", true);

    assertThat(collections.find("posts")).isEmpty();
    assertThatThrownBy(() -> database.read(sql -> sql.number("select count(*) from posts")))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(
            () -> database.read(sql -> sql.number("select count(*) from " + made.table())))
        .isInstanceOf(RuntimeException.class);
    var again = create("posts", "{'fields':[{'name':'title'}]}");
    assertThat(again.number()).isNotEqualTo(made.number());
  }

  @Test
  void sqlite_counts_records_by_triggers() {
    var made = create("posts", "{'fields':[{'name':'title'}]}");
    if (!database.dialect().name().equals("sqlite")) {
      return;
    }
    var id = UUID.randomUUID();
    insert(made, id, "\"title\"", "x");
    insert(made, UUID.randomUUID(), "\"title\"", "y");
    assertThat(counter(made)).isEqualTo(2);
    update("posts", "{'fields':[{'name':'title','type':'list'}]}");
    assertThat(counter(made)).isEqualTo(2);
    database.write(sql -> sql.update("delete from " + made.table() + " where id = ?", id));
    assertThat(counter(made)).isEqualTo(1);
  }

  @Test
  void an_update_with_an_old_schema_version_is_a_conflict() {
    create("posts", "{'fields':[{'name':'title'}]}");
    var changed =
        collections.update("posts", new CollectionUpdate("New", null, null, Set.of(), 1, false));
    assertThat(changed.collection().schemaVersion()).isEqualTo(2);
    assertProblem(
        () ->
            collections.update(
                "posts", new CollectionUpdate("Newer", null, null, Set.of(), 1, false)),
        409,
        "schema_version_conflict",
        "at schema_version 2, not 1");
    assertThat(collections.get("posts").label()).isEqualTo("New");
  }

  @Test
  void an_update_that_changes_nothing_keeps_the_version() {
    create("posts", "{'fields':[{'name':'title'}]}");
    var change = update("posts", "{'fields':[{'name':'title','type':'text'}]}");
    assertThat(change.steps()).isEmpty();
    assertThat(change.collection().schemaVersion()).isEqualTo(1);
  }

  @Test
  void options_are_replaced_and_null_goes_back_to_the_defaults() {
    create("posts", "{'fields':[{'name':'title'}]}");
    var set = collections.update("posts", options("{'coerce':true,'access':{'create':'public'}}"));
    assertThat(set.collection().options().coerce()).isTrue();
    assertThat(set.steps()).extracting(SchemaStep::word).containsExactly("change_options");
    var reset = collections.update("posts", options("null"));
    assertThat(reset.collection().options())
        .isEqualTo(new Collection.Options(AccessRules.DEFAULT, false, false, List.of()));
  }

  @Test
  void a_rule_or_index_that_mentions_a_dropped_field_stands_in_the_way() {
    create("posts", "{'fields':[{'name':'a'},{'name':'b','type':'bool'}]}");
    collections.update(
        "posts", options("{'indexes':[{'fields':['a']}],'access':{'read':{'b':true}}}"));
    assertProblem(
        () -> update("posts", "{'fields':[{'name':'b','type':'bool'}]}"),
        400,
        "invalid_options",
        "'a'");
    assertProblem(
        () -> update("posts", "{'fields':[{'name':'a'}]}"), 400, "invalid_options", "'b'");
    assertThat(collections.get("posts").schema().names()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void another_process_is_noticed() {
    create("posts", "{'fields':[{'name':'title'}]}");
    var other = new CollectionService(database, InstantSource.fixed(NOW));
    assertThat(other.get("posts").schemaVersion()).isEqualTo(1);
    collections.update("posts", new CollectionUpdate("New", null, null, Set.of(), null, false));
    assertThat(other.reload("posts").label()).isEqualTo("New");
    create("more", "{}");
    assertThat(other.find("more")).isPresent();
    assertThat(other.find("more\0")).isEmpty();
  }

  @Test
  void apply_makes_changes_and_repeats_itself_without_effect() {
    var wish =
        new NewCollection("posts", "Posts", json("{'fields':[{'name':'title'}]}"), json("{}"));
    var dry = collections.apply(wish, Set.of(), true);
    assertThat(dry.created()).isTrue();
    assertThat(collections.find("posts")).isEmpty();
    assertThat(collections.apply(wish, Set.of(), false).created()).isTrue();
    assertThat(collections.apply(wish, Set.of(), false).steps()).isEmpty();
    var renamed =
        new NewCollection(
            "posts",
            "Posts",
            json("{'fields':[{'name':'name','renamed_from':'title'}]}"),
            json("{}"));
    assertThat(collections.apply(renamed, Set.of(), true).steps())
        .extracting(SchemaStep::text)
        .containsExactly("Rename field 'title' to 'name'");
    assertThat(collections.get("posts").schema().names()).containsExactly("title");
    collections.apply(renamed, Set.of(), false);
    assertThat(collections.apply(renamed, Set.of(), false).steps()).isEmpty();
    assertThat(collections.get("posts").schema().names()).containsExactly("name");
  }

  private Collection create(String name, String schema) {
    return collections.create(new NewCollection(name, "Label", json(schema), json("{}")));
  }

  private CollectionChange update(String name, String schema) {
    return collections.update(
        name, new CollectionUpdate(null, json(schema), null, Set.of(), null, false));
  }

  private static CollectionUpdate options(String options) {
    return new CollectionUpdate(
        null, null, Json.parse(options.replace('\'', '"')), Set.of(), null, false);
  }

  private void insert(Collection collection, UUID id, String columns, @Nullable Object... values) {
    Rows.insert(database, collection, id, columns, values);
  }

  private long counter(Collection collection) {
    return database.read(sql ->
        sql.number("select total from _record_counts where collection = ?", collection.number()));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }

  private static void assertProblem(Callable<?> call, int status, String code, String detail) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind().status()).isEqualTo(status);
              assertThat(problem.code()).isEqualTo(code);
              assertThat(problem.detail()).contains(detail);
            });
  }
}
