package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document of the whole program, with a collection that has a field of every type. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholeDocumentTest {
  private static final List<String> TYPES =
      List.of(
          "string",
          "integer",
          "number",
          "decimal",
          "boolean",
          "date",
          "datetime",
          "json",
          "object",
          "list",
          "list[string]",
          "list[integer]");

  private TestServer server;
  private JsonNode document;

  @BeforeAll
  void start() {
    server = TestServer.start(Engine.SQLITE);
    var fields = new ArrayList<String>();
    for (int i = 0; i < TYPES.size(); i++) {
      fields.add("{\"name\":\"f%d\",\"type\":\"%s\"}".formatted(i, TYPES.get(i)));
    }
    var body =
        ("{\"name\":\"things\",\"label\":\"Things\",\"schema\":{\"fields\":[%s]},"
                + "\"options\":{\"access\":{\"list\":\"public\"}}}")
            .formatted(String.join(",", fields));
    assertThat(server.post(server.adminToken(), "/api/collections", body).status()).isEqualTo(201);
    document = server.get(null, "/openapi.json").json();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void a_validator_finds_nothing_wrong_with_it() {
    var text = server.get(null, "/openapi.json").text();
    assertThat(new OpenAPIV3Parser().readContents(text, null, null).getMessages()).isEmpty();
  }

  @Test
  void every_reference_leads_somewhere() {
    for (var reference : references(document, new ArrayList<>())) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void operation_ids_are_unique_and_each_operation_says_what_it_does() {
    var ids = new ArrayList<String>();
    document
        .get("paths")
        .values()
        .forEach(path ->
            path.values()
                .forEach(operation -> {
                  var id = operation.get("operationId").stringValue();
                  ids.add(id);
                  assertThat(operation.path("summary").asString("")).as(id).isNotEmpty();
                  assertThat(operation.get("responses").propertyNames())
                      .as(id)
                      .anyMatch(status -> status.startsWith("2") || status.startsWith("3"));
                }));
    assertThat(ids).doesNotHaveDuplicates().contains("list_things_records");
  }

  @Test
  void every_example_has_what_its_schema_requires_and_nothing_that_it_does_not_know() {
    document
        .at("/components/schemas")
        .properties()
        .forEach(entry -> {
          if (!entry.getKey().contains(".")) {
            check(entry.getKey(), (ObjectNode) entry.getValue());
          }
        });
  }

  private static void check(String name, ObjectNode schema) {
    assertThat(schema.has("example")).as(name).isTrue();
    if (!(schema.get("example") instanceof ObjectNode example) || !schema.has("properties")) {
      return;
    }
    var known = List.copyOf(schema.get("properties").propertyNames());
    schema
        .path("required")
        .values()
        .forEach(required ->
            assertThat(example.has(required.stringValue())).as(name + "." + required).isTrue());
    assertThat(known).as(name).containsAll(example.propertyNames());
  }

  @Test
  void the_collection_has_paths_of_its_own_with_a_type_for_each_field() {
    assertThat(document.get("paths").propertyNames())
        .contains("/api/collections/things/records", "/api/collections/things/records/{record_id}");
    assertThat(document.at("/components/schemas/things.RecordData/properties").propertyNames())
        .hasSize(TYPES.size());
    var created =
        document.at("/paths/~1api~1collections~1things~1records/post/requestBody/content");
    assertThat(references(created, new ArrayList<>()))
        .singleElement()
        .asString()
        .startsWith("#/components/schemas/things.");
  }

  @Test
  void filters_and_sorts_name_the_fields_of_the_collection() {
    var schemas = document.at("/components/schemas");
    assertThat(schemas.at("/things.RecordFilter/properties/f1/$ref").asString(""))
        .isEqualTo("#/components/schemas/IntegerCondition");
    assertThat(schemas.at("/things.RecordFilter/properties").propertyNames())
        .contains("f11", "created_at", "and", "or", "not");
    assertThat(schemas.at("/things.RecordSort/enum").valueStream().map(JsonNode::asString))
        .contains("f0", "-f0", "-created_at")
        .doesNotContain("f7", "f9");
    assertThat(schemas.at("/things.RecordQuery/properties/filter/$ref").asString(""))
        .isEqualTo("#/components/schemas/things.RecordFilter");
  }

  @Test
  void only_data_is_required_of_a_record_and_no_property_has_a_default() {
    var schemas = document.at("/components/schemas");
    assertThat(schemas.at("/things.RecordInput/required")).isEqualTo(Json.parse("[\"data\"]"));
    for (var schema : schemas.values()) {
      assertThat(schema.path("properties").valueStream())
          .noneMatch(property -> property.has("default"));
    }
  }

  @Test
  void ones_own_comes_first_and_each_group_is_described() {
    assertThat(document.at("/tags/0/name").asString("")).isEqualTo("things");
    assertThat(document.get("tags").valueStream())
        .allMatch(tag -> !tag.path("description").asString("").isEmpty());
    assertThat(document.at("/servers/0/url").asString("")).isEqualTo("/");
  }

  @Test
  void admins_see_hidden_fields_and_others_where_a_record_may_be_hidden() {
    var body =
        "{\"name\":\"secrets\",\"label\":\"Secrets\",\"schema\":{\"fields\":["
            + "{\"name\":\"open\"},{\"name\":\"closed\",\"hidden\":true}]}}";
    assertThat(server.post(server.adminToken(), "/api/collections", body).status()).isEqualTo(201);
    var forAdmins = server.get(server.adminToken(), "/openapi.json").json();
    var forAccounts = server.get(server.user("ada@example.com"), "/openapi.json").json();
    var fields = "/components/schemas/secrets.RecordData/properties";
    assertThat(forAdmins.at(fields).propertyNames()).containsExactly("open", "closed");
    assertThat(forAccounts.at(fields).propertyNames()).containsExactly("open");
    var made = "/paths/~1api~1collections~1secrets~1records/post/responses";
    assertThat(forAdmins.at(made).has("204")).isFalse();
    assertThat(forAccounts.at(made).has("204")).isTrue();
  }

  private static List<String> references(JsonNode node, List<String> found) {
    if (node.path("$ref").isString()) {
      found.add(node.get("$ref").stringValue());
    }
    node.values().forEach(child -> references(child, found));
    return found;
  }
}
