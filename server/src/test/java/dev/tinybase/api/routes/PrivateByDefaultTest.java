package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What a collection's access rules leave out is private, and what is public is said. */
@ParameterizedClass
@EnumSource(Engine.class)
class PrivateByDefaultTest {
  private static final String POSTS = "/api/collections/posts/records";

  private final TestServer server;
  private final String alice;
  private final String bob;

  PrivateByDefaultTest(Engine engine) {
    server = TestServer.start(engine);
    alice = server.user("alice@example.com");
    bob = server.user("bob@example.com");
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Makes the collection and gives what the reply warns of. */
  private List<String> collection(String access) {
    var made =
        server.post(
            server.adminToken(),
            "/api/collections",
            """
            {"name": "posts", "label": "Posts", "schema": {"fields": [
              {"name": "title", "type": "string"}, {"name": "published", "type": "boolean"}]},
             "options": {"access": %s}}
            """
                .formatted(access));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return warnings(made);
  }

  private static List<String> warnings(TestServer.Reply reply) {
    return reply.json().get("warnings").values().stream().map(JsonNode::stringValue).toList();
  }

  private String created(boolean published) {
    var made =
        server.post(
            alice, POSTS, "{\"data\": {\"title\": \"t\", \"published\": " + published + "}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return POSTS + "/" + made.json().get("id").stringValue();
  }

  private int total(@Nullable String token) {
    var list = server.get(token, POSTS);
    assertThat(list.status()).as(list.text()).isEqualTo(200);
    return list.json().get("total").intValue();
  }

  @Test
  void without_rules_everybody_has_only_their_own() {
    assertThat(collection("{}")).isEmpty();
    var path = created(true);

    assertThat(total(alice)).isEqualTo(1);
    assertThat(total(bob)).isZero();
    assertThat(total(server.adminToken())).isEqualTo(1);
    assertThat(server.get(null, POSTS).status()).isIn(401, 403);
    assertThat(server.post(null, POSTS, "{\"data\": {}}").status()).isEqualTo(401);
    assertThat(server.get(alice, path).status()).isEqualTo(200);
    assertThat(server.get(bob, path).status()).isEqualTo(404);
    assertThat(server.get(null, path).status()).isIn(401, 403);
    assertThat(server.patch(bob, path, "{\"data\": {\"title\": \"b\"}}").status()).isEqualTo(404);
    assertThat(server.delete(bob, path).status()).isEqualTo(404);
    assertThat(server.get(alice, path).json().at("/data/title").stringValue()).isEqualTo("t");
  }

  @Test
  void what_a_list_does_not_show_is_not_read_by_its_id_either() {
    collection("{\"list\": {\"or\": [{\"published\": true}, {\"owner_id\": \"$user.id\"}]}}");
    var draft = created(false);
    var published = created(true);

    assertThat(total(null)).isEqualTo(1);
    assertThat(server.get(null, published).status()).isEqualTo(200);
    assertThat(server.get(null, draft).status()).isEqualTo(404);
    assertThat(server.get(bob, draft).status()).isEqualTo(404);
  }

  @Test
  void replies_to_a_save_say_what_is_public() {
    assertThat(collection("{\"list\": \"public\", \"update\": \"public\"}"))
        .containsExactly(
            "access.list is public: everybody may, without an account.",
            "access.read is public: everybody may, without an account.",
            "access.update is public: everybody may, without an account.");

    assertThat(warned("{\"list\": \"auth\", \"create\": \"admin\"}")).isEmpty();
    assertThat(warned("{\"list\": {\"owner_id\": \"$user.id\"}}")).isEmpty();
    assertThat(warned("{\"list\": {\"$user.id\": {\"null\": false}}}")).isEmpty();
    assertThat(warned("{\"list\": {\"not\": {\"$user.is_admin\": false}}}")).isEmpty();
    assertThat(warned("{\"list\": {\"published\": true, \"title\": \"$user.email\"}}")).isEmpty();
    for (var open :
        List.of(
            "{\"published\": true}",
            "{\"or\": [{\"published\": true}, {\"owner_id\": \"$user.id\"}]}",
            "{\"owner_id\": {\"ne\": \"$user.id\"}}",
            "{}")) {
      assertThat(warned("{\"read\": " + open + "}"))
          .as(open)
          .containsExactly(
              "access.read is public for the records that its filter chooses: everybody may,"
                  + " without an account.");
    }
  }

  private List<String> warned(String access) {
    if (server.get(server.adminToken(), "/api/collections/posts").status() == 404) {
      collection("{}");
    }
    var changed =
        server.patch(
            server.adminToken(),
            "/api/collections/posts",
            "{\"options\": {\"access\": " + access + "}}");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    return warnings(changed);
  }
}
