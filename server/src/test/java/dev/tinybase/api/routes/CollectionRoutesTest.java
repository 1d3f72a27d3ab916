package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ParameterizedClass
@EnumSource(Engine.class)
class CollectionRoutesTest {
  private static final String ALL = "/api/collections";

  private final TestServer server;
  private final String admin;

  CollectionRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    admin = server.adminToken();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_collection_that_holds_records_goes_only_when_they_may_go_with_it() {
    post("{'name':'posts','label':'Posts','schema':{'fields':[{'name':'title'}]}}");
    server.post(admin, ALL + "/posts/records", "{\"data\":{\"title\":\"a\"}}");
    server.post(admin, ALL + "/posts/records", "{\"data\":{\"title\":\"b\"}}");

    var refused = server.delete(admin, ALL + "/posts");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("code").asString()).isEqualTo("collection_holds_records");
    assertThat(refused.json().path("detail").asString())
        .contains("'posts' holds 2 records", "drop_records=true");
    assertThat(refused.json().path("records").intValue()).isEqualTo(2);
    assertThat(server.delete(admin, ALL + "/posts?drop_records=false").status()).isEqualTo(409);
    assertThat(server.delete(admin, ALL + "/posts?drop_records=maybe").status()).isEqualTo(422);
    assertThat(server.get(admin, ALL + "/posts/records").json().path("records")).hasSize(2);
    assertThat(server.delete(admin, ALL + "/posts?drop_records=true").status()).isEqualTo(204);
    assertThat(server.get(admin, ALL + "/posts").status()).isEqualTo(404);
  }

  @Test
  void a_misspelled_name_is_told_the_nearest_one_that_its_caller_may_list() {
    post("{'name':'orders','label':'Orders','schema':{},'options':{'access':{'list':'admin'}}}");
    post("{'name':'cities','label':'Cities','schema':{},'options':{'access':{'list':'public'}}}");

    var near = "did you mean '";
    for (var path : new String[] {"/ordrs", "/ordrs/records", "/ordrs/schema.json"}) {
      assertThat(get(admin, path).json().path("detail").asString())
          .isEqualTo("Collection 'ordrs' not found; did you mean 'orders'?");
      assertThat(get(null, path).json().path("detail").asString()).doesNotContain(near);
    }
    assertThat(get(null, "/citis").json().path("detail").asString()).contains(near + "cities'?");
    assertThat(get(null, "/citis").status()).isEqualTo(404);
    assertThat(get(admin, "/bicycles").json().path("detail").asString())
        .isEqualTo("Collection 'bicycles' not found.");
  }

  @Test
  void a_collection_is_made_read_changed_and_deleted() {
    var made =
        post(
            "{'name':'posts','label':'Posts','schema':{'fields':[{'name':'title','type':'TEXT'}]}}");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().propertyNames())
        .containsExactly(
            "id",
            "name",
            "label",
            "schema",
            "options",
            "schema_version",
            "created_at",
            "updated_at",
            "warnings");
    assertThat(Json.text(made.json().get("schema")))
        .isEqualTo("{\"fields\":[{\"name\":\"title\",\"type\":\"string\",\"required\":false}]}");
    assertThat(Json.text(made.json().get("options"))).isEqualTo("{}");
    var shown = ((ObjectNode) made.json()).without("warnings");
    assertThat(get(admin, "/posts").json()).isEqualTo(shown);

    var changed = patch("/posts", "{'label':'All posts','schema_version':1}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("label").stringValue()).isEqualTo("All posts");
    assertThat(changed.json().get("schema_version").intValue()).isEqualTo(2);
    assertThat(changed.json().at("/changes/0/change").stringValue()).isEqualTo("change_label");
    assertThat(get(admin, "").json().size()).isEqualTo(1);

    assertThat(server.delete(admin, ALL + "/posts").status()).isEqualTo(204);
    assertThat(get(null, "/posts").status()).isEqualTo(404);
    assertThat(get(null, "/posts").json().get("code").stringValue())
        .isEqualTo("collection_not_found");
    assertThat(get(admin, "").text()).isEqualTo("[]");
  }

  @Test
  void only_admins_change_collections() {
    var user = server.user("ann@example.com");
    var body = "{\"name\":\"posts\",\"label\":\"P\",\"schema\":{}}";

    assertThat(server.post(null, ALL, body).status()).isEqualTo(401);
    assertThat(server.post(user, ALL, body).status()).isEqualTo(403);
    assertThat(server.patch(user, ALL + "/posts", "{}").status()).isEqualTo(403);
    assertThat(server.delete(user, ALL + "/posts").status()).isEqualTo(403);
    assertThat(server.post(admin, ALL, body).status()).isEqualTo(201);
  }

  @Test
  void others_see_neither_hidden_fields_nor_rules() {
    post(
        "{'name':'posts','label':'Posts','schema':{'fields':[{'name':'title'},{'name':'secret','hidden':true}]},"
            + "'options':{'coerce':true,'access':{'list':'public','read':'auth'},'indexes':[{'fields':['title']},{'fields':['-secret']}]}}");

    for (var token : new String[] {null, server.user("ann@example.com")}) {
      for (var seen : new JsonNode[] {get(token, "/posts").json(), get(token, "").json().get(0)}) {
        assertThat(Json.text(seen)).doesNotContain("secret", "access");
        assertThat(Json.text(seen.get("options")))
            .isEqualTo("{\"coerce\":true,\"indexes\":[{\"fields\":[\"title\"]}]}");
      }
      assertThat(get(token, "/posts/schema.json").text()).doesNotContain("secret");
    }
    assertThat(get(admin, "/posts").text()).contains("secret", "access");
    assertThat(get(admin, "/posts/schema.json").text()).contains("secret");
  }

  @Test
  void the_json_schema_of_the_records_is_served() {
    post(
        "{'name':'posts','label':'Posts','schema':{'type':'object','properties':{'n':{'type':'integer'}},'required':['n']},'options':{'access':{'list':'public'}}}");

    var read = get(null, "/posts/schema.json").json();
    assertThat(read.get("$schema").stringValue())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(read.at("/properties/n/type").stringValue()).isEqualTo("integer");
    assertThat(get(null, "/posts/schema.json?form=write").status()).isEqualTo(200);
    assertThat(get(null, "/posts/schema.json?form=x").status()).isEqualTo(422);
    assertThat(get(null, "/none/schema.json").status()).isEqualTo(404);
  }

  @Test
  void malformed_bodies_are_422_and_name_the_place() {
    assertInvalid(post("{}"), "name", "label", "schema");
    assertInvalid(post("{'name':'a b','label':'x','schema':{}}"), "name");
    assertInvalid(post("{'name':5,'label':'','schema':[]}"), "name", "label", "schema");
    assertInvalid(post("{'name':'a','label':'x','schema':{},'option':{}}"), "option");
    assertThat(post("{'name':'a','label':'x','schema':{},'option':{}}").text())
        .contains("did you mean 'options'");
    post("{'name':'posts','label':'Posts','schema':{}}");
    assertInvalid(patch("/posts", "{'label':null,'schema':null}"), "label", "schema");
    assertInvalid(patch("/posts", "{'drop':'a','schema_version':'1'}"), "schema_version", "drop");
    assertInvalid(patch("/posts", "{'name':'other'}"), "name");
    assertInvalid(patch("/posts?dry_run=maybe", "{}"), "dry_run");
    assertThat(get(admin, "").json().size()).isEqualTo(1);
  }

  @Test
  void bad_schemas_options_and_names_are_400() {
    assertBad(
        post("{'name':'a','label':'x','schema':{'fields':[{'name':'f','type':'strin'}]}}"),
        "invalid_schema",
        "Invalid schema: field 'f': unknown type 'strin'");
    assertBad(
        post("{'name':'a','label':'x','schema':{},'options':{'access':{'read':{'nope':1}}}}"),
        "invalid_options",
        "options.access.read");
    assertThat(post("{'name':'a','label':'x','schema':{}}").status()).isEqualTo(201);
    assertBad(post("{'name':'a','label':'x','schema':{}}"), "collection_exists", "'a'");
  }

  @Test
  void an_outdated_change_is_a_conflict_and_a_dry_run_changes_nothing() {
    post("{'name':'posts','label':'Posts','schema':{'fields':[{'name':'title'}]}}");

    var dry =
        patch(
            "/posts?dry_run=true",
            "{'schema':{'fields':[{'name':'name','renamed_from':'title'}]}}");
    assertThat(dry.status()).isEqualTo(200);
    assertThat(Json.text(dry.json().get("changes")))
        .isEqualTo(
            "[{\"change\":\"rename_field\",\"field\":\"name\",\"from\":\"title\","
                + "\"text\":\"Rename field 'title' to 'name'\"}]");
    assertThat(get(admin, "/posts").text()).contains("\"title\"").doesNotContain("renamed");
    assertThat(patch("/posts", "{'options':{'coerce':true}}").status()).isEqualTo(200);
    var stale = patch("/posts", "{'label':'x','schema_version':1}");
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.json().get("code").stringValue()).isEqualTo("schema_version_conflict");
  }

  @Test
  void a_change_of_the_schema_is_at_work_in_records_at_once() {
    post("{'name':'posts','label':'Posts','schema':{'fields':[{'name':'age'}]}}");
    var records = ALL + "/posts/records";
    var made = server.post(admin, records, "{\"data\":{\"age\":\"41\"}}");
    assertThat(made.status()).isEqualTo(201);
    var id = made.json().get("id").stringValue();

    patch(
        "/posts",
        "{'schema':{'fields':[{'name':'age','type':'integer'},{'name':'tags','type':'list'}]}}");

    var read = server.get(admin, records + "/" + id).json();
    assertThat(Json.text(read.get("data"))).isEqualTo("{\"age\":41,\"tags\":[]}");
    assertThat(server.post(admin, records, "{\"data\":{\"age\":\"41\"}}").status()).isEqualTo(400);
    var listed = server.get(admin, records).json();
    assertThat(listed.get("total").intValue()).isEqualTo(1);

    server.post(admin, records, "{\"data\":{\"age\":7}}");
    var refused =
        patch(
            "/posts",
            "{'schema':{'fields':[{'name':'age','type':'boolean'},{'name':'tags','type':'list'}]}}");
    assertBad(refused, "existing_records", "Cannot convert 'age' from integer to boolean");
    assertThat(server.get(admin, records + "/" + id).json()).isEqualTo(read);
  }

  @Test
  void a_null_of_options_goes_back_to_the_defaults() {
    post("{'name':'posts','label':'Posts','schema':{},'options':{'coerce':true}}");
    assertThat(Json.text(patch("/posts", "{}").json().get("options")))
        .isEqualTo("{\"coerce\":true}");
    assertThat(Json.text(patch("/posts", "{'options':null}").json().get("options")))
        .isEqualTo("{}");
  }

  @Test
  void hostile_names_never_reach_the_database() {
    for (var name :
        new String[] {"a\\\"; drop table _users; --", "posts'--", "..", "a/b", "%00", "ä"}) {
      var schema = "{\"fields\":[{\"name\":\"" + name + "\"}]}";
      var reply =
          server.post(admin, ALL, "{\"name\":\"x\",\"label\":\"x\",\"schema\":" + schema + "}");
      assertThat(reply.status()).as(name).isEqualTo(400);
    }
    assertThat(get(null, "/" + "x".repeat(500)).status()).isEqualTo(404);
    assertThat(get(null, "/a%22%3B--").status()).isEqualTo(404);
    assertThat(get(null, "").text()).isEqualTo("[]");
  }

  private Reply post(String body) {
    return server.post(admin, ALL, body.replace('\'', '"'));
  }

  private Reply patch(String path, String body) {
    return server.patch(admin, ALL + path, body.replace('\'', '"'));
  }

  private Reply get(@Nullable String token, String path) {
    return server.get(token, ALL + path);
  }

  private static void assertInvalid(Reply reply, String... places) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(422);
    assertThat(reply.json().get("detail").values())
        .extracting(entry -> entry.get("loc").get(1).stringValue())
        .containsExactlyInAnyOrder(places);
  }

  private static void assertBad(Reply reply, String code, String detail) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.json().get("code").stringValue()).isEqualTo(code);
    assertThat(reply.json().get("detail").stringValue()).contains(detail);
    assertThat(reply.json().path("errors").isArray() || code.equals("collection_exists")).isTrue();
  }
}
