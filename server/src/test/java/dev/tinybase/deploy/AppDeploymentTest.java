package dev.tinybase.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TempFolder;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Whole apps, deployed over HTTP. */
@ParameterizedClass
@EnumSource(Engine.class)
class AppDeploymentTest {
  private static final String PATH = "/api/admin/deploy";

  private final Engine engine;
  private final TestServer server;
  private final String admin;

  AppDeploymentTest(Engine engine) {
    this.engine = engine;
    server = TestServer.start(engine);
    admin = server.adminToken();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void an_app_is_made_then_unchanged_then_changed() {
    var app = new App().collection("members", "name").collection("teams", "title").says("one");
    var made = deployed(app);
    assertThat(outcomes(made)).containsExactly("created", "created", "created", "created");
    assertThat(made.path("dry_run").booleanValue()).isFalse();
    assertThat(word()).isEqualTo("one");
    record("members", "{\"name\":\"Ada\"}");
    assertThat(outcomes(deployed(app)))
        .containsExactly("unchanged", "unchanged", "unchanged", "unchanged");
    var changed =
        deployed(
            new App()
                .collection("members", "name", "email")
                .collection("teams", "title")
                .says("two"));
    assertThat(outcomes(changed)).containsExactly("changed", "unchanged", "unchanged", "changed");
    var members = changed.path("collections").get(0);
    assertThat(members.path("records").intValue()).isEqualTo(1);
    assertThat(members.path("changes").get(0).path("text").stringValue())
        .isEqualTo("Add field 'email' (string)");
    assertThat(word()).isEqualTo("two");
  }

  @Test
  void a_dry_run_gives_the_same_answer_and_changes_nothing() {
    var app = new App().collection("members", "name").says("one");
    var told = deployed(app.dryRun());
    assertThat(outcomes(told)).containsExactly("created", "created", "created");
    assertThat(told.path("dry_run").booleanValue()).isTrue();
    assertThat(told.path("functions").get(1).path("version_id").isNull()).isTrue();
    assertThat(server.get(admin, "/api/collections").json()).isEmpty();
    assertThat(call().status()).isEqualTo(404);
    assertThat(outcomes(deployed(app))).containsExactly("created", "created", "created");
  }

  @Test
  void nothing_is_changed_where_one_function_does_not_compile() {
    var refused =
        deploy(
            new App()
                .collection("members", "name")
                .says("one")
                .function("broken.java", "import dev.tinybase.sdk.*;\n\nint broken( {}\n"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("code").stringValue()).isEqualTo("batch_refused");
    var diagnostic = refused.json().path("diagnostics").get(0);
    assertThat(diagnostic.path("file").stringValue()).isEqualTo("broken.java");
    assertThat(diagnostic.path("line").intValue()).isEqualTo(3);
    assertThat(server.get(admin, "/api/collections").json()).isEmpty();
    assertThat(call().status()).isEqualTo(404);
  }

  @Test
  void nothing_is_changed_where_records_of_one_collection_stand_in_the_way() {
    deployed(new App().collection("members", "name", "fax").says("one"));
    record("members", "{\"name\":\"Ada\",\"fax\":\"12\"}");
    var app = new App().collection("teams", "title").collection("members", "name").says("two");
    var refused = deploy(app);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("code").stringValue()).isEqualTo("drop_required");
    assertThat(refused.json().path("detail").stringValue())
        .startsWith("Collection 'members': The field 'fax' of 'members' holds data");
    assertThat(server.get(admin, "/api/collections/teams").status()).isEqualTo(404);
    assertThat(word()).isEqualTo("one");
    var done = deployed(app.drop("members.fax"));
    assertThat(outcomes(done)).containsExactly("created", "changed", "unchanged", "changed");
    assertThat(done.path("collections").get(1).path("changes").get(0).path("lost_values"))
        .isEqualTo(Json.parse("1"));
    assertThat(word()).isEqualTo("two");
  }

  @Test
  void what_stands_in_the_way_of_several_collections_is_told_at_once() {
    deployed(new App().collection("a", "x").collection("b", "x").collection("c", "x"));
    record("a", "{\"x\":\"1\"}");
    record("c", "{\"x\":\"1\"}");
    var records = deploy(new App().collection("a", "y").collection("b", "y").collection("c", "y"));
    assertThat(records.status()).isEqualTo(400);
    assertThat(records.json().path("code").stringValue()).isEqualTo("collections_refused");
    assertThat(records.json().path("detail").stringValue())
        .contains("Collection 'a': ", "Collection 'c': ")
        .doesNotContain("'b'");
    var schemas =
        deploy(
            new App()
                .raw("a", "{\"fields\":[{\"name\":\"x\",\"type\":\"strng\"}]}")
                .raw("d", "{\"fields\":[{\"name\":\"y\",\"type\":\"strng\"}]}"));
    assertThat(schemas.json().path("errors").valueStream().map(it -> it.path("field").asString()))
        .containsExactly("a.x", "d.y");
  }

  @Test
  void what_somebody_changed_since_is_not_overwritten_unless_told() {
    deployed(new App().collection("members", "name").collection("teams", "title").says("one"));
    server.patch(admin, "/api/collections/members", "{\"label\":\"Our members\"}");
    server.delete(admin, "/api/collections/teams");
    upload(App.greeter("patched"));
    var next = new App().collection("members", "name").collection("teams", "title").says("two");
    var refused = deploy(next);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("code").stringValue()).isEqualTo("deployment_drift");
    assertThat(Json.text(refused.json().path("drift")))
        .isEqualTo(
            "[{\"kind\":\"collection\",\"name\":\"members\",\"change\":\"changed\"},"
                + "{\"kind\":\"collection\",\"name\":\"teams\",\"change\":\"deleted\"},"
                + "{\"kind\":\"function\",\"name\":\"greet\",\"change\":\"changed\"}]");
    assertThat(word()).isEqualTo("patched");
    assertThat(deploy(next.dryRun()).status()).isEqualTo(409);
    var done = deployed(next.with("overwrite_drift", true));
    assertThat(done.path("overwritten")).isEqualTo(refused.json().path("drift"));
    assertThat(word()).isEqualTo("two");
    assertThat(outcomes(deployed(next)))
        .containsExactly("unchanged", "unchanged", "unchanged", "unchanged");
  }

  @Test
  void a_change_that_was_taken_over_into_the_files_is_no_drift() {
    deployed(new App().collection("members", "name").says("one"));
    upload(App.greeter("patched"));
    var taken = new App().collection("members", "name").says("patched");
    assertThat(outcomes(deployed(taken))).containsOnly("unchanged");
    assertThat(deploy(new App().collection("members", "name").says("two")).status()).isEqualTo(200);
  }

  @Test
  void what_is_there_before_the_first_deployment_is_changed() {
    server.post(admin, "/api/collections", App.declaration("members", "Old", "fax"));
    upload(App.greeter("old").replaceAll("import lib.*|Words.same", ""));
    var done = deployed(new App().collection("members", "name").says("new"));
    assertThat(outcomes(done)).containsExactly("changed", "created", "changed");
    assertThat(word()).isEqualTo("new");
  }

  @Test
  void an_untracked_deployment_overwrites_and_is_not_remembered() {
    deployed(new App().collection("members", "name"));
    server.patch(admin, "/api/collections/members", "{\"label\":\"Our members\"}");
    var untracked = new App().collection("members", "name", "email").with("tracked", false);
    assertThat(outcomes(deployed(untracked))).containsExactly("changed");
    assertThat(deploy(new App().collection("members", "name")).status()).isEqualTo(409);
  }

  @Test
  void what_was_deployed_once_and_is_in_the_files_no_more_stays_and_is_told() {
    deployed(new App().collection("members", "name").collection("teams", "title").says("one"));
    var done = deployed(new App().collection("members", "name"));
    assertThat(Json.text(done.path("left")))
        .isEqualTo("[{\"kind\":\"collection\",\"name\":\"teams\"}]");
    assertThat(server.get(admin, "/api/collections/teams").status()).isEqualTo(200);
    assertThat(word()).isEqualTo("one");
  }

  @Test
  void extensions_are_installed_and_updated_with_the_rest_or_not_at_all() throws IOException {
    var extension = TempFolder.next();
    writeExtension(extension, "1.0");
    var app = new App().collection("members", "name").extension(extension);
    var bad = app.raw("bad", "{\"fields\":[{\"name\":\"x\",\"type\":\"strng\"}]}");
    assertThat(deploy(bad).status()).isEqualTo(400);
    assertThat(installed()).isEmpty();
    assertThat(deployed(app.dryRun()).path("extensions").get(0).path("outcome").stringValue())
        .isEqualTo("created");
    assertThat(installed()).isEmpty();
    deployed(app);
    assertThat(extensionSays()).isEqualTo("1.0");
    assertThat(server.get(admin, "/api/collections/greetings").status()).isEqualTo(200);
    assertThat(deployed(app).path("extensions").get(0).path("outcome").stringValue())
        .isEqualTo("unchanged");
    writeExtension(extension, "1.1");
    assertThat(deployed(app).path("extensions").get(0).path("outcome").stringValue())
        .isEqualTo("changed");
    assertThat(extensionSays()).isEqualTo("1.1");
    server.delete(admin, "/api/admin/extensions/greeter");
    var drift = deploy(app);
    assertThat(drift.status()).isEqualTo(409);
    assertThat(drift.json().path("detail").stringValue())
        .contains("extension 'greeter' was deleted");
    var taken = deploy(app.function("greeting.java", "").with("overwrite_drift", true));
    assertThat(taken.status()).isIn(400, 409);
    assertThat(installed()).isEmpty();
  }

  private static void writeExtension(Path folder, String version) throws IOException {
    Files.createDirectories(folder.resolve("src"));
    Files.writeString(
        folder.resolve("extension.toml"),
        "[extension]\nname = \"greeter\"\nversion = \"%s\"\ncollections = [\"greetings.json\"]\n"
            .formatted(version));
    Files.writeString(
        folder.resolve("greetings.json"), App.declaration("greetings", "Greetings", "text"));
    Files.writeString(
        folder.resolve("src/Greeting.java"),
        """
        import dev.tinybase.sdk.*;

        @Register(name = "greeting", auth = Auth.PUBLIC)
        String greeting() {
          return "%s";
        }
        """
            .formatted(version));
  }

  private List<String> installed() {
    return server
        .get(admin, "/api/admin/extensions")
        .json()
        .path("extensions")
        .valueStream()
        .map(it -> it.path("name").stringValue())
        .toList();
  }

  private String extensionSays() {
    var reply = server.post(null, "/api/functions/greeting", "{}");
    return reply.json().path("result").asString("");
  }

  @Test
  void the_other_nodes_follow() {
    assumeTrue(engine == Engine.POSTGRES);
    try (var other = server.another()) {
      deployed(new App().collection("members", "name").says("one"));
      Eventually.until(
          "the function is there",
          () ->
              other
                  .post(null, "/api/functions/greet", "{}")
                  .json()
                  .path("result")
                  .asString("")
                  .equals("one"));
      Eventually.until(
          "the collection is there",
          () -> other.get(admin, "/api/collections/members").status() == 200);
    }
  }

  @Test
  void bad_bodies_are_told_by_their_place() {
    assertThat(refusal("{\"colections\":[]}")).contains("body.colections", "collections");
    assertThat(refusal("{\"collections\":{}}")).contains("body.collections");
    assertThat(refusal("{\"collections\":[3]}")).contains("body.collections.0");
    assertThat(refusal("{\"collections\":[{\"name\":\"a\"}]}"))
        .contains("body.collections.0.schema");
    assertThat(refusal("{\"functions\":[{\"filename\":\"a.java\"}]}"))
        .contains("body.functions.0.source");
    assertThat(refusal("{\"drop\":[\"fax\"]}")).contains("COLLECTION.FIELD");
    assertThat(refusal("{\"drop\":[\"members.fax\"]}")).contains("members");
    assertThat(refusal("{\"collections\":[" + twice() + "," + twice() + "]}"))
        .contains("'a' is declared twice");
    assertThat(refusal("{\"functions\":[{\"filename\":\"../a.java\",\"source\":\"\"}]}"))
        .contains("path traversal");
    assertThat(server.get(admin, "/api/collections").json()).isEmpty();
  }

  private static String twice() {
    return App.declaration("a", "A", "x");
  }

  private String refusal(String body) {
    var reply = server.post(admin, PATH, body);
    assertThat(reply.status()).as(reply.text()).isIn(400, 422);
    var detail = reply.json().path("detail");
    return detail.isString()
        ? detail.stringValue()
        : detail
            .valueStream()
            .map(it ->
                String.join(".", it.path("loc").valueStream().map(JsonNode::asString).toList())
                    + ": "
                    + it.path("msg").asString())
            .toList()
            .toString();
  }

  @Test
  void only_admins_deploy() {
    var body = Json.text(new App().collection("members", "name").body());
    assertThat(server.post(null, PATH, body).status()).isEqualTo(401);
    assertThat(server.post(server.user("ada@example.com"), PATH, body).status()).isEqualTo(403);
    assertThat(server.get(admin, "/api/collections").json()).isEmpty();
  }

  @Test
  void of_deployments_at_once_each_is_whole() throws Exception {
    var words = List.of("one", "two", "three", "four");
    try (var threads = Executors.newFixedThreadPool(words.size())) {
      var replies =
          threads.invokeAll(
              words.stream()
                  .<Callable<Reply>>map(word ->
                      () ->
                          deploy(
                              new App()
                                  .collection("a", word)
                                  .collection("b", word)
                                  .says(word)
                                  .with("overwrite_drift", true)))
                  .toList());
      for (var reply : replies) {
        assertThat(reply.get().status()).as(reply.get().text()).isEqualTo(200);
      }
    }
    assertThat(field("a")).isEqualTo(word());
    assertThat(field("b")).isEqualTo(word());
  }

  private String field(String collection) {
    return server
        .get(admin, "/api/collections/" + collection)
        .json()
        .at("/schema/fields/0/name")
        .stringValue();
  }

  private Reply deploy(App app) {
    return server.post(admin, PATH, Json.text(app.body()));
  }

  private JsonNode deployed(App app) {
    var reply = deploy(app);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  /** Of the collections, then of the functions. */
  private static List<String> outcomes(JsonNode outcome) {
    return Stream.concat(
            outcome.path("collections").valueStream(), outcome.path("functions").valueStream())
        .map(it -> it.path("outcome").stringValue())
        .toList();
  }

  private void record(String collection, String data) {
    var path = "/api/collections/" + collection + "/records";
    assertThat(server.post(admin, path, "{\"data\":" + data + "}").status()).isEqualTo(201);
  }

  private void upload(String source) {
    var body = Json.object().put("filename", "greet.java").put("content", source);
    var reply = server.post(admin, "/api/admin/functions/upload", Json.text(body));
    assertThat(reply.status()).isEqualTo(200);
  }

  private Reply call() {
    return server.post(null, "/api/functions/greet", "{}");
  }

  private String word() {
    return call().json().path("result").asString("");
  }
}
