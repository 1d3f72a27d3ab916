package dev.tinybase.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The extensions that we show: over HTTP they do what they are for. */
class ExampleExtensionsTest {
  private static final Path EXAMPLES =
      Path.of("../examples/extensions").toAbsolutePath().normalize();
  private static final String NOTES =
      """
      {"name": "notes", "label": "Notes",
       "schema": {"fields": [{"name": "text", "type": "string"}]},
       "options": {"access": {"list": "auth", "read": "auth"}}}
      """;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void the_audit_trail_tells_who_changed_what(Engine engine) {
    try (var server = start(engine, "audit-trail")) {
      var ada = server.user("ada@example.com");
      var id = create(server, ada, "notes", "{\"text\": \"first\"}");
      server.patch(ada, "/api/collections/notes/records/" + id, "{\"data\": {\"text\": \"2nd\"}}");
      server.delete(ada, "/api/collections/notes/records/" + id);
      var path = "/api/x/audit-trail/notes/" + id;
      Eventually.until(
          "three changes", () -> server.get(server.adminToken(), path).json().size() == 3);
      var history = server.get(server.adminToken(), path).json();
      assertThat(history.valueStream().map(entry -> entry.path("action").stringValue()))
          .containsExactly("delete", "update", "create");
      assertThat(history.valueStream().map(entry -> entry.path("actor").stringValue()))
          .containsOnly("ada@example.com");
      assertThat(server.get(ada, path).status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void slugs_are_made_for_whoever_writes(Engine engine) {
    try (var server = start(engine, "slugs")) {
      var ada = server.user("ada@example.com");
      var first = post(server, ada, "articles", "{\"title\": \"Hello World\"}");
      var second = post(server, ada, "articles", "{\"title\": \"Hello, world!\"}");
      assertThat(slug(first)).isEqualTo("hello-world");
      assertThat(slug(second)).isEqualTo("hello-world-2");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void what_is_deleted_can_be_brought_back(Engine engine) {
    try (var server = start(engine, "soft-delete")) {
      var ada = server.user("ada@example.com");
      var id = create(server, ada, "notes", "{\"text\": \"hers\"}");
      var path = "/api/collections/notes/records/" + id;
      assertThat(server.delete(ada, path).status()).isEqualTo(204);
      assertThat(server.get(ada, path).status()).isEqualTo(404);
      assertThat(server.get(ada, "/api/collections/notes/records").json().path("total").intValue())
          .isZero();
      var trash = server.get(ada, "/api/collections/trash/records").json().path("records");
      var restore =
          "/api/x/soft-delete/trash/" + trash.path(0).path("id").stringValue() + "/restore";
      assertThat(server.post(server.user("bob@example.com"), restore, "{}").status())
          .isEqualTo(404);
      var restored = server.post(ada, restore, "{}");
      assertThat(restored.status()).as(restored.text()).isEqualTo(200);
      assertThat(server.get(ada, path).json().path("data").path("text").stringValue())
          .isEqualTo("hers");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_delete_that_is_refused_leaves_nothing_in_the_trash(Engine engine) {
    try (var server = start(engine, "soft-delete")) {
      var id = create(server, server.user("ada@example.com"), "notes", "{\"text\": \"hers\"}");
      var refused =
          server.send(
              "DELETE",
              server.adminToken(),
              "/api/collections/notes/records/" + id,
              null,
              "If-Match",
              "\"99\"");
      assertThat(refused.status()).isEqualTo(412);
      var trash = server.get(server.adminToken(), "/api/collections/trash/records").json();
      assertThat(trash.path("total").intValue()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void webhooks_keep_what_they_send(Engine engine) {
    try (var server = start(engine, "webhooks")) {
      var admin = server.adminToken();
      var secret = "{\"secret\": \"whsec_" + "c2VjcmV0".repeat(4) + "\"}";
      assertThat(server.patch(admin, "/api/admin/extensions/webhooks/settings", secret).text())
          .doesNotContain("whsec_");
      create(
          server,
          admin,
          "webhook_endpoints",
          "{\"url\": \"http://169.254.169.254/\", \"events\": [\"*\"]}");
      create(server, admin, "notes", "{\"text\": \"hello\"}");
      var deliveries = "/api/collections/webhook_deliveries/records";
      Eventually.until(
          "a refused delivery", () -> server.get(admin, deliveries).text().contains("not public"));
      var delivery = server.get(admin, deliveries).json().path("records").path(0).path("data");
      assertThat(delivery.path("event").stringValue()).isEqualTo("notes.created");
      assertThat(Json.parse(delivery.path("body").stringValue()).path("data").path("record"))
          .isEqualTo(Json.parse("{\"text\": \"hello\"}"));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void the_guestbook_has_a_page_and_an_api(Engine engine) {
    try (var server = start(engine, "guestbook")) {
      var page = server.get(null, "/x/guestbook/");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Content-Type")).startsWith("text/html");
      assertThat(page.text()).contains("guestbook.js");
      assertThat(server.get(null, "/x/guestbook/guestbook.js").status()).isEqualTo(200);
      var entries = "/api/x/guestbook/entries";
      var written =
          server.post(null, entries, "{\"name\": \"Ada\", \"message\": \"Lovely place!\"}");
      assertThat(written.status()).as(written.text()).isEqualTo(200);
      assertThat(server.get(null, entries).json().path("entries")).isEmpty();
      var approve = entries + "/" + written.json().path("id").stringValue() + "/approve";
      assertThat(server.post(null, approve, "{}").status()).isEqualTo(401);
      assertThat(server.post(server.adminToken(), approve, "{}").status()).isEqualTo(200);
      assertThat(server.get(null, entries).json().path("entries")).hasSize(1);
      var bad = server.post(null, entries, "{\"name\": \"\", \"message\": \"x\"}");
      assertThat(bad.status()).isBetween(400, 499);
      assertThat(server.get(null, "/openapi.json").json().path("paths").has(entries)).isTrue();
    }
  }

  private static TestServer start(Engine engine, String example) {
    var server = TestServer.start(engine);
    assertThat(server.post(server.adminToken(), "/api/collections", NOTES).status()).isEqualTo(201);
    var body = Json.text(Json.object().put("repo_url", EXAMPLES.resolve(example).toString()));
    var installed = server.post(server.adminToken(), "/api/admin/extensions", body);
    assertThat(installed.status()).as(installed.text()).isEqualTo(201);
    assertThat(installed.json().path("status").stringValue()).isEqualTo("loaded");
    return server;
  }

  private static Reply post(TestServer server, String token, String collection, String data) {
    var reply =
        server.post(
            token, "/api/collections/" + collection + "/records", "{\"data\": " + data + "}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply;
  }

  private static String create(TestServer server, String token, String collection, String data) {
    return post(server, token, collection, data).json().path("id").stringValue();
  }

  private static String slug(Reply reply) {
    return reply.json().path("data").path("slug").stringValue();
  }
}
