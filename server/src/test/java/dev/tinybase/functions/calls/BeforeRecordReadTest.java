package dev.tinybase.functions.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers of reading in files, in the server's threads and in processes. */
@ParameterizedClass
@MethodSource("places")
class BeforeRecordReadTest {
  private static final String RECORDS = "/api/collections/people/records";

  private final TestServer server;
  private final String alice;

  BeforeRecordReadTest(Engine engine, Settings.Functions.Isolation isolation) {
    server =
        TestServer.start(
            engine,
            settings ->
                RecordCopy.with(
                    settings,
                    "functions",
                    RecordCopy.with(settings.functions(), "isolation", isolation)),
            Clock.systemUTC());
    alice = server.user("alice@example.com");
    var access =
        """
        {"list": "public", "read": "public", "create": "auth", "update": "auth"}\
        """;
    for (var name : new String[] {"people", "views"}) {
      var made =
          server.post(
              server.adminToken(),
              "/api/collections",
              """
              {"name": "%s", "label": "L", "options": {"access": %s}, "schema": {"fields": [
                {"name": "name", "type": "string"}, {"name": "phone", "type": "string"},
                {"name": "born", "type": "date"}]}}
              """
                  .formatted(name, access));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
  }

  static Stream<Arguments> places() {
    return Stream.of(
        Arguments.of(Engine.SQLITE, Settings.Functions.Isolation.THREAD),
        Arguments.of(Engine.POSTGRES, Settings.Functions.Isolation.THREAD),
        Arguments.of(Engine.SQLITE, Settings.Functions.Isolation.PROCESS));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void file(String name, String body) throws IOException {
    Files.createDirectories(server.functionsFolder());
    var text =
        """
        import dev.tinybase.sdk.*;
        import dev.tinybase.sdk.hooks.*;
        import java.time.*;
        import java.util.*;
        """;
    Files.writeString(server.functionsFolder().resolve(name + ".java"), text + body);
    Eventually.until(
        "the hook is loaded",
        () -> !server.tinybase().hooks().of(HookKind.BEFORE_RECORD_READ, "people").isEmpty());
  }

  private String add() {
    var data =
        """
        {"data": {"name": "Ann", "phone": "(555)", "born": "2000-01-31"}}\
        """;
    var made = server.post(server.adminToken(), RECORDS, data);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").stringValue();
  }

  @Test
  void a_handler_in_a_file_hides_and_computes() throws IOException {
    var id = add();
    file(
        "people_privacy",
        """
        @BeforeRecordRead(collection = "people")
        void privacy(RecordView view) {
          if (!view.user().map(User::isAdmin).orElse(false)) {
            view.hide("phone");
          }
          view.set("decade", view.record().date("born").getYear() / 10 * 10);
        }
        """);

    var one = server.get(alice, RECORDS + "/" + id).json().get("data");
    assertThat(one.toString())
        .isEqualTo("{\"name\":\"Ann\",\"born\":\"2000-01-31\",\"decade\":2000}");
    IntStream.range(0, 120).forEach(_ -> add());
    var all = server.get(null, RECORDS + "?limit=1000").json().get("records");
    assertThat(all).hasSize(121).allSatisfy(it -> assertThat(it.get("data")).isEqualTo(one));
    assertThat(server.get(server.adminToken(), RECORDS).text()).contains("(555)");
    var export = server.get(server.adminToken(), "/api/collections/people/export").text();
    assertThat(export.lines()).hasSize(121).allSatisfy(it -> assertThat(it).contains("decade"));
  }

  @Test
  void what_a_handler_throws_lets_nothing_out() throws IOException {
    var id = add();
    file(
        "people_failing",
        """
        @BeforeRecordRead(collection = "people")
        void failing(RecordView view) {
          if (view.user().isEmpty()) {
            throw new Refusal(451, "not_here", "Not here.");
          }
          throw new IllegalStateException("secret reason");
        }
        """);

    var refused = server.get(null, RECORDS + "/" + id);
    assertThat(refused.status()).as(refused.text()).isEqualTo(451);
    assertThat(refused.json().get("code").stringValue()).isEqualTo("not_here");
    for (var path : new String[] {"", "/" + id}) {
      var failed = server.get(server.adminToken(), RECORDS + path);
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.json().get("code").stringValue()).isEqualTo("hook_failed");
      assertThat(failed.text()).doesNotContain("secret reason", "(555)");
    }
    var made = server.post(alice, RECORDS, "{\"data\": {\"name\": \"Bob\"}}");
    assertThat(made.status()).isEqualTo(204);
  }

  @Test
  void a_handler_may_read_its_own_collection_and_write_elsewhere() throws IOException {
    var id = add();
    file(
        "people_views",
        """
        @BeforeRecordRead(collection = "people")
        void count(Context ctx, RecordView view) {
          var stored = ctx.records("people").get(view.record().id());
          view.set("length", stored.text("phone").length());
          view.hide("phone");
          ctx.records("views").create(Map.of("name", stored.id()));
        }
        """);

    var read = server.get(alice, RECORDS + "/" + id);
    assertThat(read.json().at("/data/length").intValue()).as(read.text()).isEqualTo(5);
    assertThat(read.text()).doesNotContain("(555)");
    assertThat(server.get(alice, "/api/collections/views/records").text()).contains(id);
  }
}
