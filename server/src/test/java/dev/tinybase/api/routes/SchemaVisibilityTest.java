package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Schemas are shown to those who may list, access rules to admins. */
class SchemaVisibilityTest {
  private static final String ALL = "/api/collections";

  private static void collection(TestServer server, String name, String rule) {
    var made =
        server.post(
            server.adminToken(),
            ALL,
            """
            {"name": "%1$s", "label": "L", "schema": {"fields": [{"name": "f_%1$s", "type": "string"}]},
             "options": {"access": {"list": %2$s, "create": "public"}}}
            """
                .formatted(name, rule));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private static List<String> names(TestServer server, @Nullable String token) {
    return server.get(token, ALL).json().values().stream()
        .map(collection -> collection.get("name").stringValue())
        .toList();
  }

  private static List<String> documented(TestServer server, @Nullable String token) {
    var document = server.get(token, "/openapi.json");
    return List.of("admins", "all", "chosen", "own").stream()
        .filter(name -> document.text().contains("f_" + name))
        .peek(name -> assertThat(document.json().get("paths").has(path(name))).isTrue())
        .toList();
  }

  private static String path(String name) {
    return ALL + "/" + name + "/records";
  }

  private static TestServer server(boolean publicSchema) {
    var server =
        TestServer.start(
            Engine.SQLITE, settings -> with(settings, publicSchema), Clock.systemUTC());
    collection(server, "admins", "\"admin\"");
    collection(server, "all", "\"public\"");
    collection(server, "chosen", "{\"f_chosen\": \"x\"}");
    collection(server, "own", "\"owner\"");
    return server;
  }

  private static Settings with(Settings all, boolean publicSchema) {
    var s = all.server();
    return RecordCopy.with(all, "server", RecordCopy.with(s, "publicSchema", publicSchema));
  }

  @Test
  void only_those_who_may_list_see_a_schema() {
    try (var server = server(false)) {
      var user = server.user("ann@example.com");
      assertThat(names(server, server.adminToken()))
          .containsExactly("admins", "all", "chosen", "own");
      assertThat(names(server, user)).containsExactly("all", "chosen", "own");
      assertThat(names(server, null)).containsExactly("all", "chosen");
      assertThat(documented(server, server.adminToken()))
          .containsExactly("admins", "all", "chosen", "own");
      assertThat(documented(server, user)).containsExactly("all", "chosen", "own");
      assertThat(documented(server, null)).containsExactly("all", "chosen");

      for (var end : List.of("", "/schema.json")) {
        assertThat(server.get(null, ALL + "/own" + end).status()).isEqualTo(401);
        assertThat(server.get(user, ALL + "/own" + end).status()).isEqualTo(200);
        var refused = server.get(user, ALL + "/admins" + end);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("access_denied").doesNotContain("f_admins");
        assertThat(server.get(null, ALL + "/all" + end).status()).isEqualTo(200);
      }
      assertThat(server.get(user, ALL + "/own").json().at("/options/access").isMissingNode())
          .isTrue();
      assertThat(
              server
                  .get(server.adminToken(), ALL + "/own")
                  .json()
                  .at("/options/access/list")
                  .stringValue())
          .isEqualTo("owner");
    }
  }

  @Test
  void a_setting_shows_all_schemas_to_everybody_but_no_rules() {
    try (var server = server(true)) {
      assertThat(names(server, null)).containsExactly("admins", "all", "chosen", "own");
      assertThat(documented(server, null)).containsExactly("admins", "all", "chosen", "own");
      assertThat(server.get(null, ALL + "/admins").json().at("/options/access").isMissingNode())
          .isTrue();
    }
  }
}
