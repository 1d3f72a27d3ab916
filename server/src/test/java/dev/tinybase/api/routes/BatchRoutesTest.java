package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.collections.CollectionService;
import dev.tinybase.collections.CollectionUpdate;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.hooks.HookFigures;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Many changes in one request, all of them or none. */
@ParameterizedClass
@EnumSource(Engine.class)
class BatchRoutesTest {
  private final TestServer server;
  private final String admin;
  private final String alice;

  BatchRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    admin = server.adminToken();
    alice = server.user("alice@example.com");
  }

  @BeforeEach
  void makeCollections() {
    collection("items", "\"public\"");
    collection("notes", "\"owner\"");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void collection(String name, String read) {
    var made =
        server.post(
            admin,
            "/api/collections",
            """
            {"name": "%s", "label": "x", "schema": {"fields": [
              {"name": "code", "type": "string", "unique": true},
              {"name": "text", "type": "string"},
              {"name": "n", "type": "integer", "min": 0}]},
             "options": {"access": {"list": "public", "read": %s, "create": "auth",
               "update": "owner", "delete": "owner"}}}
            """
                .formatted(name, read));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private TestServer.Reply batch(@Nullable String token, String... operations) {
    return send(token, List.of(), operations);
  }

  private TestServer.Reply send(@Nullable String token, List<String> headers, String... all) {
    var body = "{\"operations\": [" + String.join(", ", all).replace('\'', '"') + "]}";
    return server.send("POST", token, "/api/batch", body, headers.toArray(String[]::new));
  }

  private static String create(String collection, String data) {
    return "{'op': 'create', 'collection': '%s', 'data': %s}".formatted(collection, data);
  }

  private static String change(String op, String id, String rest) {
    return "{'op': '%s', 'collection': 'items', 'id': '%s'%s}".formatted(op, id, rest);
  }

  private String made(String token, String collection, String data) {
    var made =
        server.post(
            token, "/api/collections/" + collection + "/records", "{\"data\": " + data + "}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").stringValue();
  }

  private long count(String collection) {
    var path = "/api/collections/" + collection + "/records?limit=0";
    return server.get(admin, path).json().get("total").longValue();
  }

  private static List<Integer> statuses(TestServer.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply
        .json()
        .get("results")
        .valueStream()
        .map(it -> it.get("status").intValue())
        .toList();
  }

  /** What is wrong, as "status code index"; nothing is saved beside what was there. */
  private String refused(long items, TestServer.Reply reply) {
    assertThat(count("items")).isEqualTo(items);
    var json = reply.json();
    return reply.status()
        + " "
        + json.path("code").asString("")
        + (json.has("index") ? " " + json.get("index").intValue() : "");
  }

  @Test
  void operations_are_applied_in_their_order_across_collections() {
    var first = made(alice, "items", "{\"code\": \"a\", \"n\": 1}");
    var reply =
        batch(
            alice,
            change("update", first, ", 'data': {'n': {'$inc': 4}}"),
            change("replace", first, ", 'data': {'code': 'b'}, 'if_match': '\\'2\\''"),
            create("items", "{'code': 'a'}"),
            create("notes", "{'code': 'x'}"),
            "{'op': 'upsert', 'collection': 'items', 'on': 'code', 'data': {'code': 'a', 'n': 7}}",
            "{'op': 'upsert', 'collection': 'items', 'on': 'code', 'data': {'code': 'c', 'n': 8}}",
            change("delete", first, ", 'if_match': '*'"));
    assertThat(statuses(reply)).containsExactly(200, 200, 201, 201, 200, 201, 204);
    var results = reply.json().get("results");
    assertThat(results.get(0).at("/record/data/n").intValue()).isEqualTo(5);
    assertThat(results.get(1).at("/record/data/n").isNull()).isTrue();
    assertThat(results.get(1).get("etag").stringValue()).isEqualTo("\"3\"");
    assertThat(results.get(4).get("record"))
        .isEqualTo(
            server
                .get(
                    alice,
                    "/api/collections/items/records/"
                        + results.get(2).at("/record/id").stringValue())
                .json());
    assertThat(results.get(6).get("record").isNull()).isTrue();
    assertThat(server.get(alice, "/api/collections/items/records/" + first).status())
        .isEqualTo(404);
    assertThat(count("items")).isEqualTo(2);
    assertThat(statuses(batch(null))).isEmpty();
  }

  @Test
  void a_refusal_is_that_of_the_single_request_and_tells_its_index() {
    made(alice, "items", "{\"code\": \"a\"}");
    var theirs = made(admin, "items", "{\"code\": \"b\"}");
    var hidden = made(admin, "notes", "{\"code\": \"b\"}");
    var ok = create("items", "{'code': 'c'}");
    var unknown = UUID.randomUUID().toString();
    assertThat(refused(2, batch(alice, ok, create("items", "{'code': 'd', 'n': -1}"))))
        .isEqualTo("400 validation_failed 1");
    var wrong = batch(alice, ok, create("items", "{'code': 1, 'm': 1}")).json();
    assertThat(wrong.get("errors").valueStream().map(it -> it.get("field").stringValue()))
        .containsExactlyInAnyOrder("code", "m");
    assertThat(refused(2, batch(alice, ok, create("nowhere", "{}"))))
        .isEqualTo("404 collection_not_found 1");
    assertThat(refused(2, batch(alice, ok, create("items", "{}"), change("delete", theirs, ""))))
        .isEqualTo("403 access_denied 2");
    assertThat(refused(2, batch(null, create("items", "{}")))).isEqualTo("401 not_authenticated 0");
    assertThat(refused(2, batch(alice, change("delete", unknown, ""))))
        .isEqualTo("404 record_not_found 0");
    var hide = "{'op': 'delete', 'collection': 'notes', 'id': '" + hidden + "'}";
    assertThat(refused(2, batch(alice, ok, hide))).isEqualTo("404 record_not_found 1");
    var stale = change("update", theirs, ", 'data': {'n': 1}, 'if_match': '\\'7\\''");
    assertThat(refused(2, batch(admin, ok, stale))).isEqualTo("412 stale_version 1");
    var owner = "{'op': 'create', 'collection': 'items', 'data': {}, 'owner_id': '%s'}";
    assertThat(refused(2, batch(alice, ok, owner.formatted(unknown))))
        .isEqualTo("403 admin_only 1");
    assertThat(refused(2, batch(admin, ok, owner.formatted(unknown))))
        .isEqualTo("422 invalid_input 1");
    var on = "{'op': 'upsert', 'collection': 'items', 'on': 'n', 'data': {'n': 1}}";
    assertThat(refused(2, batch(admin, ok, on))).isEqualTo("400 invalid_upsert 1");
  }

  @Test
  void the_one_of_many_inserts_that_is_in_the_way_is_named() {
    made(alice, "items", "{\"code\": \"c70\"}");
    var many =
        IntStream.range(0, 120)
            .mapToObj(i -> create("items", "{'code': 'c" + i + "'}"))
            .toArray(String[]::new);
    var reply = batch(alice, many);
    assertThat(refused(1, reply)).isEqualTo("400 validation_failed 70");
    assertThat(reply.json().at("/errors/0/code").stringValue()).isEqualTo("not_unique");
    var twice = create("items", "{'code': 'x'}");
    assertThat(refused(1, batch(alice, twice, create("notes", "{}"), twice)))
        .isEqualTo("400 validation_failed 2");
  }

  @Test
  void what_is_no_operation_is_422_and_names_its_place() {
    for (var bad :
        List.of(
            "{'op': 'creat', 'collection': 'items', 'data': {}}",
            "{'op': 'create', 'collection': 'items'}",
            "{'op': 'create', 'collection': 'items', 'data': {}, 'if_match': '*'}",
            "{'op': 'delete', 'collection': 'items', 'id': 'x'}",
            "{'op': 'update', 'collection': 'items', 'data': {}}",
            "{'collection': 'items'}",
            "{'op': 'create', 'data': {}}",
            "7")) {
      var reply = batch(alice, create("items", "{}"), bad);
      assertThat(refused(0, reply)).as(bad).isEqualTo("422 invalid_input 1");
      assertThat(reply.json().at("/detail/0/loc/2").stringValue()).isEqualTo("1");
    }
    var misspelt = batch(alice, "{'op': 'creat', 'collection': 'items', 'data': {}}");
    assertThat(misspelt.text()).contains("did you mean 'create'");
    assertThat(server.post(alice, "/api/batch", "{}").status()).isEqualTo(422);
    assertThat(server.post(alice, "/api/batch", "{\"operations\": [], \"x\": 1}").status())
        .isEqualTo(422);
  }

  @Test
  void a_thousand_operations_are_taken_and_one_more_is_not() {
    var all = IntStream.range(0, 1000).mapToObj(i -> create("items", "{'n': " + i + "}")).toList();
    var more = Stream.concat(all.stream(), Stream.of(all.getFirst())).toArray(String[]::new);
    assertThat(refused(0, batch(alice, more))).isEqualTo("422 invalid_input");
    assertThat(statuses(batch(alice, all.toArray(String[]::new)))).hasSize(1000).containsOnly(201);
    assertThat(count("items")).isEqualTo(1000);
  }

  @Test
  void records_that_are_too_large_together_are_not_changed_together() {
    var text = "x".repeat(3 << 20);
    var ids =
        IntStream.range(0, 6)
            .mapToObj(i -> made(alice, "items", "{\"text\": \"" + i + text + "\"}"))
            .toList();
    var patches =
        ids.stream().map(id -> change("update", id, ", 'data': {'n': 1}")).toArray(String[]::new);
    assertThat(refused(6, batch(alice, patches))).isEqualTo("413 batch_too_large");
    var two = batch(alice, patches[0], patches[1]);
    assertThat(statuses(two)).containsExactly(200, 200);
    assertThat(two.header("Preference-Applied")).isEqualTo("return=minimal");
    assertThat(two.json().at("/results/1/record").isNull()).isTrue();
    assertThat(two.json().at("/results/1/etag").stringValue()).isEqualTo("\"2\"");
  }

  @Test
  void who_wants_no_records_gets_none() {
    var reply = send(alice, List.of("Prefer", "return=minimal"), create("items", "{}"));
    assertThat(statuses(reply)).containsExactly(201);
    assertThat(reply.json().at("/results/0/record").isNull()).isTrue();
  }

  @Test
  void a_record_that_the_caller_may_not_read_is_changed_and_not_shown() {
    var made =
        server.post(
            admin,
            "/api/collections",
            """
            {"name": "box", "label": "x", "schema": {"fields": [{"name": "n", "type": "integer"}]},
             "options": {"access": {"list": "admin", "create": "public"}}}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(statuses(batch(null, create("box", "{'n': 1}")))).containsExactly(204);
    assertThat(count("box")).isEqualTo(1);
  }

  @Test
  void a_repeated_key_gets_the_first_answer_and_changes_nothing() {
    var key = List.of("Idempotency-Key", "k1");
    var first = send(alice, key, create("items", "{'code': 'a'}"), create("notes", "{}"));
    var again = send(alice, key, create("items", "{'code': 'a'}"), create("notes", "{}"));
    assertThat(statuses(first)).containsExactly(201, 201);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(count("items")).isEqualTo(1);
    assertThat(send(alice, key, create("items", "{}")).status()).isEqualTo(422);
    var large = create("items", "{'text': '" + "x".repeat(1 << 20) + "'}");
    var other = List.of("Idempotency-Key", "k2");
    assertThat(send(alice, other, large).header("Preference-Applied")).isEqualTo("return=minimal");
    assertThat(send(alice, other, large).header("Idempotency-Replayed")).isEqualTo("true");
    var refused = List.of("Idempotency-Key", "k3");
    var twice = create("items", "{'code': 'a'}");
    assertThat(refused(2, send(alice, refused, create("notes", "{}"), twice)))
        .isEqualTo("400 validation_failed 1");
    assertThat(count("notes")).isEqualTo(1);
  }

  private void hook(HookKind kind, HookAction action) {
    var declaration = new HookDeclaration(kind, Set.of("items"), null, 0);
    var handler = new HookHandler(declaration, "h", "hand.java", null, action, new HookFigures());
    server.tinybase().hooks().replace(List.of(handler));
  }

  private static @Nullable JsonNode doubled(ObjectNode event) {
    int n = event.at("/data/n").asInt(0);
    if (n == 13) {
      throw Problem.refusal(422, "unlucky", "No.");
    }
    var answer = Json.object();
    answer.putObject("set").put("n", 2 * n);
    return answer;
  }

  @Test
  void hooks_are_asked_about_each_and_may_refuse_one() {
    hook(HookKind.BEFORE_RECORD_CREATE, (_, event) -> doubled(event));
    var reply = batch(alice, create("items", "{'n': 1}"), create("items", "{'n': 2}"));
    assertThat(reply.json().at("/results/1/record/data/n").intValue()).isEqualTo(4);
    var unlucky = create("items", "{'n': 13}");
    assertThat(refused(2, batch(alice, create("items", "{}"), unlucky))).isEqualTo("422 unlucky 1");
    assertThat(refused(2, batch(alice, unlucky))).isEqualTo("422 unlucky 0");
  }

  @Test
  void hooks_of_reading_have_their_say_in_the_answer() {
    hook(
        HookKind.BEFORE_RECORD_READ,
        (_, event) -> {
          var answer = Json.object();
          var all = answer.putArray("records");
          event.get("records").forEach(_ -> all.addObject().putArray("hide").add("n"));
          return answer;
        });
    var key = List.of("Idempotency-Key", "k1");
    for (var headers : List.of(List.<String>of(), key, key)) {
      var reply = send(alice, headers, create("items", "{'n': 1}"), create("notes", "{'n': 1}"));
      assertThat(statuses(reply)).containsExactly(201, 201);
      assertThat(reply.json().at("/results/0/record/data").has("n")).isFalse();
      assertThat(reply.json().at("/results/1/record/data/n").intValue()).isEqualTo(1);
    }
  }

  /** Another node changes the schema, and this one has not heard of it. */
  @Test
  void a_schema_that_was_changed_meanwhile_is_the_one_that_holds() {
    var theirs = new CollectionService(server.tinybase().database(), Clock.systemUTC());
    var schema =
        (ObjectNode)
            Json.parse(
                "{\"fields\": [{\"name\": \"code\", \"type\": \"string\", \"unique\": true}, {\"name\": \"text\", \"type\": \"string\"}]}");
    theirs.update("items", new CollectionUpdate(null, schema, null, Set.of("n"), null, false));
    assertThat(
            refused(
                0,
                batch(
                    alice,
                    create("notes", "{'n': 1}"),
                    create("items", "{'code': 'a'}"),
                    create("items", "{'n': 1}"))))
        .isEqualTo("400 validation_failed 2");
    assertThat(statuses(batch(alice, create("notes", "{'n': 1}"), create("items", "{}"))))
        .containsExactly(201, 201);
  }

  @Test
  void two_batches_in_opposite_order_both_end() throws InterruptedException {
    var ids = IntStream.range(0, 20).mapToObj(_ -> made(alice, "items", "{\"n\": 0}")).toList();
    var up = ids.stream().map(id -> change("update", id, ", 'data': {'n': {'$inc': 1}}")).toList();
    var ended = new AtomicInteger();
    var threads =
        IntStream.range(0, 4)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      for (int round = 0; round < 5; round++) {
                        var list = i % 2 == 0 ? up : up.reversed();
                        var reply = batch(alice, list.toArray(String[]::new));
                        if (reply.status() == 200) {
                          ended.incrementAndGet();
                        }
                      }
                    }))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(ended.get()).isEqualTo(20);
    var one = server.get(alice, "/api/collections/items/records/" + ids.getFirst());
    assertThat(one.json().at("/data/n").intValue()).isEqualTo(20);
  }
}
