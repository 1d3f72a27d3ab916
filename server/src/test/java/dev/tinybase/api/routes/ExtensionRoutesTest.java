package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TempFolder;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Extensions over HTTP. */
@ParameterizedClass
@EnumSource(Engine.class)
class ExtensionRoutesTest {
  private static final String ALL = "/api/admin/extensions";
  private static final String ONE = ALL + "/counter";
  private static final String MANIFEST =
      """
      [extension]
      name = "counter"
      version = "1.0.0"
      description = "Counts"
      author = "Ada"
      license = "MIT"
      collections = ["collections/counts.json"]

      [settings.step]
      type = "integer"
      default = 1
      description = "How far at once"

      [settings.key]
      type = "string"
      secret = true
      """;
  private static final String SOURCE =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;

      @BeforeRecordCreate(collection = "counts")
      void begin(RecordDraft draft) {
        draft.set("value", 0);
      }

      @Register(name = "counter_step", auth = Auth.ADMIN)
      Object step(Context ctx) {
        return ctx.setting("step");
      }

      @Route(path = "/key/{suffix}", auth = Auth.PUBLIC)
      String key(Context ctx, Request request) {
        return ctx.setting("key") == null ? "none" : "some " + request.path("suffix");
      }
      """;

  private final TestServer server;
  private final Path folder = TempFolder.next().resolve("counter");

  ExtensionRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    write("extension.toml", MANIFEST);
    write("src/Counter.java", SOURCE);
    write(
        "collections/counts.json",
        """
        {"name": "counts", "schema": {"fields": [{"name": "value", "type": "integer"}]}}
        """);
  }

  private void write(String path, String text) {
    try {
      var file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void an_extension_is_installed_with_every_member_of_its_kind() {
    var reply = server.post(server.adminToken(), ALL, source());
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    assertThat(reply.header("Location")).isEqualTo(ONE);
    var item = reply.json();
    assertThat(item.propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "version",
            "description",
            "author",
            "license",
            "repo_url",
            "ref",
            "commit",
            "hash",
            "is_enabled",
            "status",
            "error",
            "diagnostics",
            "provides",
            "settings",
            "page",
            "dependencies",
            "installed_at",
            "updated_at",
            "update_available");
    assertThat(item.path("name").stringValue()).isEqualTo("counter");
    assertThat(item.path("status").stringValue()).isEqualTo("loaded");
    assertThat(item.path("repo_url").stringValue()).isEqualTo(folder.toString());
    assertThat(item.path("installed_at").stringValue()).endsWith("Z");
    assertThat(item.path("update_available").isNull()).isTrue();
    assertThat(item.path("provides").toString())
        .isEqualTo(
            Json.parse(
                    """
                    {"functions": ["counter_step"],
                     "hooks": [{"name": "counter.begin", "kind": "BeforeRecordCreate",
                                "targets": ["counts"]}],
                     "schedules": [],
                     "routes": [{"method": "GET", "path": "/api/x/counter/key/{suffix}",
                                 "auth": "public"}],
                     "collections": ["counts"],
                     "settings": ["step", "key"]}
                    """)
                .toString());
    assertThat(get(ONE).toString()).isEqualTo(item.toString());
    assertThat(get(ALL).at("/extensions/0").toString()).isEqualTo(item.toString());
    assertThat(get(ALL).path("total").intValue()).isOne();
    assertThat(server.post(server.adminToken(), ALL, source()).status()).isEqualTo(409);
  }

  @Test
  void a_preview_tells_everything_and_changes_nothing() {
    var reply = server.post(server.adminToken(), ALL + "/preview", source());
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    var preview = reply.json();
    assertThat(preview.path("id").isNull()).isTrue();
    assertThat(preview.path("hash").stringValue()).hasSize(64);
    assertThat(preview.at("/provides/functions/0").stringValue()).isEqualTo("counter_step");
    assertThat(preview.at("/collections/0").toString())
        .isEqualTo("{\"name\":\"counts\",\"action\":\"create\",\"changes\":[]}");
    assertThat(preview.at("/settings/0").toString())
        .isEqualTo(
            "{\"name\":\"step\",\"type\":\"integer\",\"secret\":false,"
                + "\"description\":\"How far at once\",\"default\":1,\"is_set\":false}");
    assertThat(get(ALL).path("total").intValue()).isZero();
    assertThat(server.get(server.adminToken(), "/api/collections/counts").status()).isEqualTo(404);
  }

  @Test
  void settings_are_read_and_changed_and_secrets_only_changed() {
    install();
    assertThat(get(ONE + "/settings").toString()).isEqualTo("{\"step\":1}");
    assertThat(server.get(null, "/api/x/counter/key/a").text()).contains("none");
    var body = "{\"step\": 5, \"key\": \"hush\"}";
    var reply = server.send("PATCH", server.adminToken(), ONE + "/settings", body);
    assertThat(reply.text()).isEqualTo("{\"step\":5}");
    assertThat(call().path("result").intValue()).isEqualTo(5);
    assertThat(server.get(null, "/api/x/counter/key/a").text()).contains("some a");
    var wrong = server.send("PATCH", server.adminToken(), ONE + "/settings", "{\"stpe\": true}");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text()).contains("did you mean 'step'?");
    var reset = server.send("PATCH", server.adminToken(), ONE + "/settings", "{\"step\": null}");
    assertThat(reset.text()).isEqualTo("{\"step\":1}");
  }

  @Test
  void a_disabled_extension_is_gone_from_everywhere_but_the_list_and_comes_back() {
    install();
    assertThat(patch("{\"is_enabled\": false}").path("status").stringValue()).isEqualTo("disabled");
    assertThat(server.get(null, "/api/x/counter/key/a").status()).isEqualTo(404);
    assertThat(server.post(server.adminToken(), "/api/functions/counter_step", "{}").status())
        .isEqualTo(404);
    assertThat(get(ALL + "?enabled_only=true").path("total").intValue()).isZero();
    assertThat(get(ALL).path("total").intValue()).isOne();
    assertThat(patch("{}").path("is_enabled").booleanValue()).isFalse();
    assertThat(patch("{\"is_enabled\": true}").path("status").stringValue()).isEqualTo("loaded");
    assertThat(call().path("result").intValue()).isOne();
  }

  @Test
  void an_update_takes_what_is_there_now_and_a_broken_one_changes_nothing() {
    install();
    write("extension.toml", MANIFEST.replace("1.0.0", "1.1.0"));
    write("src/Counter.java", SOURCE + "nonsense");
    var broken = server.post(server.adminToken(), ONE + "/update", "{}");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.json().at("/diagnostics/0/file").stringValue()).endsWith("src/Counter.java");
    assertThat(get(ONE).path("version").stringValue()).isEqualTo("1.0.0");
    assertThat(call().path("result").intValue()).isOne();
    write("src/Counter.java", SOURCE);
    var updated = server.send("POST", server.adminToken(), ONE + "/update", null);
    assertThat(updated.status()).as(updated.text()).isEqualTo(200);
    assertThat(updated.json().path("version").stringValue()).isEqualTo("1.1.0");
  }

  @ParameterizedTest
  @CsvSource({"false, 200", "true, 404"})
  void its_collections_stay_unless_they_are_to_be_dropped(boolean drop, int expected) {
    install();
    var path = ONE + "?drop_collections=" + drop;
    assertThat(server.send("DELETE", server.adminToken(), path, null).status()).isEqualTo(204);
    assertThat(server.get(server.adminToken(), ONE).status()).isEqualTo(404);
    assertThat(server.get(server.adminToken(), "/api/collections/counts").status())
        .isEqualTo(expected);
  }

  private String source() {
    return Json.object().put("repo_url", folder.toString()).toString();
  }

  private void install() {
    var reply = server.post(server.adminToken(), ALL, source());
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private JsonNode get(String path) {
    return server.get(server.adminToken(), path).json();
  }

  private JsonNode patch(String body) {
    return server.send("PATCH", server.adminToken(), ONE, body).json();
  }

  private JsonNode call() {
    return server.post(server.adminToken(), "/api/functions/counter_step", "{}").json();
  }
}
