package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

@ParameterizedClass
@EnumSource(Engine.class)
class RecordRoutesTest {
  private static final String POSTS = "/api/collections/posts/records";

  private final TestServer server;
  private final String alice;
  private final String bob;

  RecordRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    alice = server.user("alice@example.com");
    bob = server.user("bob@example.com");
  }

  @BeforeEach
  void makeCollection() {
    var made =
        server.post(
            server.adminToken(),
            "/api/collections",
            """
            {"name": "posts", "label": "Posts", "schema": {"fields": [
              {"name": "title", "type": "string", "required": true, "unique": true},
              {"name": "views", "type": "integer", "default": 0},
              {"name": "note", "type": "string", "hidden": true}]},
             "options": {"access": {"list": "public"}}}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private TestServer.Reply create(@Nullable String token, String title) {
    return server.post(token, POSTS, "{\"data\": {\"title\": \"" + title + "\"}}");
  }

  private String createdPath(String token, String title) {
    return POSTS + "/" + create(token, title).json().get("id").stringValue();
  }

  private static String code(TestServer.Reply reply) {
    return reply.status() + " " + reply.json().get("code").stringValue();
  }

  @Test
  void a_record_is_made_read_changed_and_deleted() {
    var made = create(alice, "Hello");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    assertThat(made.json().get("data").toString()).isEqualTo("{\"title\":\"Hello\",\"views\":0}");
    var path = POSTS + "/" + made.json().get("id").stringValue();

    var read = server.get(null, path);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text()).isEqualTo(made.text());
    var head = server.send("HEAD", null, path, null);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("ETag")).isEqualTo("\"1\"");
    assertThat(head.text()).isEmpty();

    var changed = server.patch(alice, path, "{\"data\": {\"views\": {\"$inc\": 2}}}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    assertThat(changed.json().get("data").get("views").intValue()).isEqualTo(2);
    var replaced = server.put(alice, path, "{\"data\": {\"title\": \"Bye\"}}");
    assertThat(replaced.json().get("data").toString()).isEqualTo("{\"title\":\"Bye\",\"views\":0}");
    assertThat(code(server.patch(bob, path, "{\"data\": {\"views\": 1}}")))
        .isEqualTo("403 access_denied");
    assertThat(code(server.delete(bob, path))).isEqualTo("403 access_denied");

    var deleted = server.delete(alice, path);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
    assertThat(code(server.get(null, path))).isEqualTo("404 record_not_found");
  }

  @Test
  void a_change_of_the_schema_gives_records_another_etag() {
    var path = createdPath(alice, "Hello");
    var collection = server.get(server.adminToken(), "/api/collections/posts").json();
    var schema = (ObjectNode) collection.get("schema");
    schema
        .withArray("fields")
        .addObject()
        .put("name", "stars")
        .put("type", "integer")
        .put("default", 3);
    var patch = Json.object().set("schema", schema);
    assertThat(
            server.patch(server.adminToken(), "/api/collections/posts", Json.text(patch)).status())
        .isEqualTo(200);

    var read = server.send("GET", alice, path, null, "If-None-Match", "\"1\"");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.json().get("data").get("stars").intValue()).isEqualTo(3);
    var etag = read.header("ETag");
    assertThat(server.send("GET", alice, path, null, "If-None-Match", etag).status())
        .isEqualTo(304);
    var body = "{\"data\": {\"title\": \"Hi\"}}";
    assertThat(server.send("PATCH", alice, path, body, "If-Match", etag).status()).isEqualTo(200);
    assertThat(server.send("PATCH", alice, path, body, "If-Match", etag).status()).isEqualTo(412);
  }

  @Test
  void an_etag_saves_reading_and_guards_writing() {
    var path = createdPath(alice, "Hello");
    var unchanged = server.send("GET", alice, path, null, "If-None-Match", "\"1\"");
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.header("ETag")).isEqualTo("\"1\"");
    assertThat(unchanged.text()).isEmpty();
    assertThat(server.send("GET", alice, path, null, "If-None-Match", "\"2\"").status())
        .isEqualTo(200);

    var body = "{\"data\": {\"title\": \"Hi\"}}";
    assertThat(server.send("PATCH", alice, path, body, "If-Match", "\"1\"").status())
        .isEqualTo(200);
    for (var method : List.of("PATCH", "PUT", "DELETE")) {
      var sent = method.equals("DELETE") ? null : body;
      var stale = server.send(method, alice, path, sent, "If-Match", "\"1\"");
      assertThat(stale.status()).as(method).isEqualTo(412);
      assertThat(server.send(method, alice, path, sent, "If-Match", "nonsense").status())
          .isEqualTo(412);
    }
    assertThat(server.send("DELETE", alice, path, null, "If-Match", "*").status()).isEqualTo(204);
  }

  @Test
  void the_body_is_a_wrapper_of_data() {
    for (var body :
        List.of(
            "{}",
            "{\"data\": null}",
            "{\"data\": []}",
            "{\"data\": {}, \"x\": 1}",
            "{\"title\": \"bare\"}",
            "[]",
            "null",
            "\"data\"",
            "{\"data\": {\"title\": \"a\"}, \"id\": \"7\"}",
            "{\"data\": {}, \"owner_id\": 1}")) {
      var refused = server.post(server.adminToken(), POSTS, body);
      assertThat(refused.status()).as(body).isEqualTo(422);
    }
    assertThat(server.post(alice, POSTS, "{\"title\": \"bare\"}").text())
        .contains("\\\"data\\\"", "\"loc\":[\"body\",\"title\"]");
  }

  @Test
  void a_bad_record_tells_every_field_at_once() {
    create(alice, "taken");
    var bad = server.post(alice, POSTS, "{\"data\": {\"titel\": 1, \"views\": \"x\"}}");
    assertThat(code(bad)).isEqualTo("400 validation_failed");
    assertThat(bad.json().get("errors").values().stream().map(e -> e.get("field").stringValue()))
        .containsExactlyInAnyOrder("titel", "views", "title");
    var taken = create(alice, "taken").json();
    assertThat(taken.get("errors").get(0).get("field").stringValue()).isEqualTo("title");
    assertThat(taken.get("errors").get(0).get("code").stringValue()).isEqualTo("not_unique");
  }

  @Test
  void callers_without_account_are_asked_for_one_when_they_write() {
    var refused = create(null, "x");
    assertThat(code(refused)).isEqualTo("401 not_authenticated");
    assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(code(server.patch(null, createdPath(alice, "y"), "{\"data\": {}}")))
        .isEqualTo("401 not_authenticated");
  }

  @Test
  void an_id_that_is_no_uuid_is_malformed_input() {
    for (var method : List.of("GET", "PATCH", "PUT", "DELETE")) {
      var body = method.startsWith("P") ? "{\"data\": {}}" : null;
      assertThat(server.send(method, alice, POSTS + "/7", body).status()).as(method).isEqualTo(422);
      var unknown = server.send(method, alice, POSTS + "/" + UUID.randomUUID(), body);
      assertThat(unknown.status()).as(method).isEqualTo(404);
    }
    assertThat(code(server.get(alice, "/api/collections/nowhere/records")))
        .isEqualTo("404 collection_not_found");
  }

  @Test
  void admins_see_hidden_fields_and_set_owner_and_id() {
    var id = UUID.randomUUID();
    var me = server.get(bob, "/api/auth/me").json().get("id").stringValue();
    var body =
        "{\"id\": \""
            + id
            + "\", \"owner_id\": \""
            + me
            + "\", \"data\": {\"title\": \"t\", \"note\": \"n\"}}";
    var made = server.post(server.adminToken(), POSTS, body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().get("data").get("note").stringValue()).isEqualTo("n");
    assertThat(made.json().get("owner_id").stringValue()).isEqualTo(me);
    assertThat(server.get(bob, POSTS + "/" + id).text()).doesNotContain("note");
    assertThat(code(server.post(server.adminToken(), POSTS, body.replace("\"t\"", "\"u\""))))
        .isEqualTo("409 duplicate_id");
    assertThat(code(server.post(bob, POSTS, body))).isEqualTo("403 admin_only");
    var nobody = body.replace(me, UUID.randomUUID().toString());
    assertThat(code(server.post(bob, POSTS, nobody))).isEqualTo("403 admin_only");
    assertThat(server.patch(bob, POSTS + "/" + id, "{\"data\": {\"views\": 3}}").status())
        .isEqualTo(200);
  }

  @Test
  void an_owner_who_is_nobody_is_refused_at_its_place() {
    create(alice, "taken");
    var record = server.get(alice, POSTS).json().at("/records/0");
    var one = POSTS + "/" + record.get("id").stringValue();
    var body = "{\"data\": {\"title\": \"t\"}, \"owner_id\": \"" + UUID.randomUUID() + "\"}";
    for (var reply :
        List.of(
            server.post(server.adminToken(), POSTS, body),
            server.patch(server.adminToken(), one, body),
            server.send("PUT", server.adminToken(), one, body))) {
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.text()).contains("\"user_not_found\"", "\"loc\":[\"body\",\"owner_id\"]");
    }
    assertThat(server.get(alice, POSTS).json().get("records"))
        .hasSize(1)
        .allMatch(each -> each.equals(record));
    var nobody = "{\"data\": {\"title\": \"free\"}, \"owner_id\": null}";
    assertThat(server.post(server.adminToken(), POSTS, nobody).status()).isEqualTo(201);
  }

  @Test
  void the_same_idempotency_key_makes_one_record() {
    var body = "{\"data\": {\"title\": \"once\"}}";
    var first = server.send("POST", alice, POSTS, body, "Idempotency-Key", "k1");
    var again = server.send("POST", alice, POSTS, body, "Idempotency-Key", "k1");
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(Json.parse(again.text())).isEqualTo(first.json());
    assertThat(server.get(null, POSTS + "?limit=0").json().get("total").intValue()).isEqualTo(1);
  }

  @Test
  void a_refusal_is_repeated_for_its_key_though_it_wrote_nothing() {
    create(alice, "taken");
    var taken = keyed("k1", "{\"data\": {\"title\": \"taken\"}}");
    var invalid = keyed("k2", "{\"data\": {}}");
    assertThat(taken.status()).as(taken.text()).isEqualTo(400);
    assertThat(invalid.status()).isEqualTo(400);
    var id = server.get(alice, POSTS).json().at("/records/0/id").stringValue();
    assertThat(server.send("DELETE", server.adminToken(), POSTS + "/" + id, null).status())
        .isEqualTo(204);

    var again = keyed("k1", "{\"data\": {\"title\": \"taken\"}}");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(keyed("k1", "{\"data\": {\"title\": \"other\"}}").status()).isEqualTo(422);
    assertThat(keyed("k3", "{\"data\": {\"title\": \"taken\"}}").status()).isEqualTo(201);
  }

  private TestServer.Reply keyed(String key, String body) {
    return server.send("POST", alice, POSTS, body, "Idempotency-Key", key);
  }
}
