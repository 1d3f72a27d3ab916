package dev.tinybase.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Settings of extensions, as admins set them and code sees them. */
@ParameterizedClass
@CsvSource({"SQLITE, THREAD", "SQLITE, PROCESS", "POSTGRES, THREAD"})
class ExtensionSettingsTest {
  private static final String SECRET = "whsec_very_secret_words";
  private static final String MANIFEST =
      """
      [settings.keep_days]
      type = "integer"
      default = 30
      [settings.factor]
      type = "number"
      [settings.title]
      type = "string"
      [settings.loud]
      type = "boolean"
      default = false
      [settings.key]
      type = "string"
      secret = true
      """;

  private final TestServer server;
  private final TestExtension extension = new TestExtension("tidy").manifest(MANIFEST);

  ExtensionSettingsTest(Engine engine, Isolation isolation) {
    server =
        TestServer.start(
            engine,
            settings ->
                RecordCopy.with(
                    settings,
                    "functions",
                    RecordCopy.with(settings.functions(), "isolation", isolation)),
            Clock.systemUTC());
    extension
        .source(
            "Tidy",
            """
            class Tidy {
              record Input(String name) {}

              @Register(name = "setting", auth = Auth.PUBLIC)
              String setting(Context ctx, Input input) {
                var value = ctx.setting(input.name());
                ctx.log().info("It is {}", value);
                return value == null ? "nothing" : value.getClass().getSimpleName() + " " + value;
              }
            }
            """)
        .install(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void values_have_their_types_and_defaults_until_they_are_set() {
    assertThat(setting("keep_days")).isEqualTo("Integer 30");
    assertThat(setting("loud")).isEqualTo("Boolean false");
    assertThat(setting("title")).isEqualTo("nothing");

    change("{\"keep_days\": 7, \"title\": \"Tidy\", \"loud\": true}");
    assertThat(setting("keep_days")).isEqualTo("Integer 7");
    assertThat(setting("title")).isEqualTo("String Tidy");
    assertThat(setting("loud")).isEqualTo("Boolean true");
    assertThat(change("{\"factor\": 1.5}").toString())
        .isEqualTo("{\"keep_days\":7,\"factor\":1.5,\"title\":\"Tidy\",\"loud\":true}");
    change("{\"keep_days\": null, \"title\": null}");
    assertThat(setting("keep_days")).isEqualTo("Integer 30");
    assertThat(setting("title")).isEqualTo("nothing");
  }

  @Test
  void a_wrong_change_is_refused_as_a_whole_with_every_place() {
    assertThatThrownBy(
            () -> change("{\"keep_days\": \"7\", \"loud\": 1, \"titel\": \"x\", \"factor\": 2}"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
              assertThat(problem.detail())
                  .contains("keep_days: must be of the type integer")
                  .contains("loud: must be of the type boolean")
                  .contains("titel: is no setting of 'tidy'; did you mean 'title'?");
            });
    assertThat(setting("factor")).isEqualTo("nothing");
    assertThatThrownBy(() -> server.tinybase().extensions().settings().get("nobody"))
        .isInstanceOfSatisfying(
            Problem.class, it -> assertThat(it.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
  }

  @Test
  void a_secret_reaches_the_code_and_nothing_else() {
    assertThat(change("{\"key\": \"" + SECRET + "\"}").toString()).doesNotContain("key\"");
    var reply = server.post(null, "/api/functions/setting", "{\"name\": \"key\"}");
    assertThat(reply.json().path("result").stringValue()).isEqualTo("String ***");
    var id = reply.json().path("call_id").stringValue();
    assertThat(server.get(server.adminToken(), "/api/admin/functions/calls/" + id).text())
        .doesNotContain(SECRET);
    var stored =
        server
            .tinybase()
            .database()
            .read(sql -> sql.first("select settings from _extensions", row -> row.text(1)))
            .orElseThrow();
    assertThat(stored).contains("key").doesNotContain(SECRET);
    assertThat(server.get(server.adminToken(), "/api/admin/extensions/tidy").text())
        .doesNotContain(SECRET);
  }

  @Test
  void what_is_not_declared_and_what_is_no_extension_have_none() throws Exception {
    var unknown = server.post(null, "/api/functions/setting", "{\"name\": \"other\"}").json();
    assertThat(unknown.path("error_code").stringValue()).isEqualTo("setting_not_found");
  }

  @Test
  void values_outlive_an_update_that_declares_them_alike() {
    change("{\"keep_days\": 7, \"title\": \"Tidy\"}");
    extension.manifest(MANIFEST.replace("[settings.title]\ntype = \"string\"", ""));
    extension.update(server);
    assertThat(setting("keep_days")).isEqualTo("Integer 7");
    assertThat(server.tinybase().extensions().settings().get("tidy").has("title")).isFalse();
  }

  private ObjectNode change(String json) {
    return server.tinybase().extensions().settings().change("tidy", (ObjectNode) Json.parse(json));
  }

  private String setting(String name) {
    var reply = server.post(null, "/api/functions/setting", "{\"name\": \"" + name + "\"}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("result").asString();
  }
}
