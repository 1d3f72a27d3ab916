package dev.tinybase.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The examples of the document, sent to the server as they are. */
class ExamplesTest {
  private ClientWorld world;
  private JsonNode document;

  @BeforeEach
  void start() {
    world = ClientWorld.start();
    document = world.server().get(world.server().user("ada@example.com"), "/openapi.json").json();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private String example(String schema) {
    return Json.text(document.at("/components/schemas/" + schema + "/example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"posts", "users"})
  void a_collection_takes_its_own(String collection) {
    var token = world.server().user("eve@example.com");
    var path = "/api/collections/" + collection + "/records";
    if (collection.equals("users")) {
      document = world.server().get(token, "/openapi.json").json();
    }
    var made = world.server().post(token, path, example(collection + ".RecordInput"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().get("data").propertyNames())
        .containsExactlyInAnyOrderElementsOf(
            document
                .at("/components/schemas/" + collection + ".Record/example/data")
                .propertyNames());

    var one = path + "/" + made.json().get("id").stringValue();
    var changed = world.server().patch(token, one, example(collection + ".RecordPatch"));
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    var replaced = world.server().put(token, one, example(collection + ".RecordReplacement"));
    assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
    var found = world.server().post(token, path + "/query", example(collection + ".RecordQuery"));
    assertThat(found.status()).as(found.text()).isEqualTo(200);
  }

  @Test
  void a_function_takes_its_own() {
    var reply = world.server().post(null, "/api/functions/buy", example("buy.Input"));
    assertThat(reply.json().get("status").stringValue()).as(reply.text()).isEqualTo("succeeded");
  }
}
