package dev.tinybase.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.TinyBase;
import dev.tinybase.compile.MavenFolder;
import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TempFolder;
import dev.tinybase.testing.TestServer;
import dev.tinybase.testing.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What extensions bring runs when they are installed, and no longer than they are. */
@ParameterizedClass
@CsvSource({"SQLITE, THREAD", "SQLITE, PROCESS", "POSTGRES, THREAD"})
class ExtensionsTest {
  private static final String HELLO =
      """
      class Hello {
        @Register(name = "hello", auth = Auth.PUBLIC)
        String hello() { return "%s"; }

        @Scheduled(every = "1h")
        @Register(name = "tidy")
        void tidy() {}

        @Route(path = "/who/{name}", auth = Auth.PUBLIC)
        String who(Request request) { return Names.polite(request.path("name")); }
      }
      """;
  private static final String NAMES =
      "class Names { static String polite(String name) { return \"Dear \" + name; } }";

  private static final String HOOKS =
      """
      class Notes {
        @OnStartup
        void started(Context ctx) {
          ctx.records("notes").create(Map.of("text", "started " + ctx.functionName()));
        }

        @BeforeRecordCreate(collection = "notes")
        void shout(RecordDraft draft) {
          draft.set("text", Texts.loud((String) draft.get("text")));
        }

        @OnRecordCreate(collection = "notes", where = "{\\"text\\": \\"TEA\\"}")
        void created(Context ctx, RecordCreated event) {
          ctx.records("notes").create(Map.of("text", "after " + event.record().text("text")));
        }
      }

      class Texts { static String loud(String text) { return text.toUpperCase(); } }
      """;

  private static final String NOTES = "/api/collections/notes/records";

  /** What is compiled for these tests alone. */
  private static final Path CACHE = TempFolder.next();

  private final TestServer server;
  private boolean isClosed;

  ExtensionsTest(Engine engine, Isolation isolation) {
    server =
        TestServer.start(
            engine,
            settings -> {
              var functions = RecordCopy.with(settings.functions(), "isolation", isolation);
              return RecordCopy.with(
                  settings, "functions", RecordCopy.with(functions, "cache", CACHE));
            },
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    if (!isClosed) {
      isClosed = true;
      server.close();
    }
  }

  @Test
  void what_it_brings_runs_at_once_and_is_gone_with_it() {
    var extension = greeter("one").install(server);
    assertThat(hello()).isEqualTo("one");
    assertThat(server.get(null, "/api/x/greeter/who/Ann").text()).isEqualTo("\"Dear Ann\"");
    Eventually.until("its schedule", () -> schedules().size() == 1);
    assertThat(schedules().getFirst().path("source").stringValue()).isEqualTo("extension:greeter");

    extension.source("Hello", HELLO.formatted("two")).update(server);
    assertThat(hello()).isEqualTo("two");

    extension.uninstall(server);
    assertThat(call("hello").status()).isEqualTo(404);
    assertThat(server.get(null, "/api/x/greeter/who/Ann").status()).isEqualTo(404);
    Eventually.until("its schedule is gone", () -> schedules().isEmpty());
  }

  @Test
  void while_it_is_off_nothing_of_it_answers_and_its_schedules_wait() {
    var extension = greeter("one").install(server);
    Eventually.until("its schedule", () -> schedules().size() == 1);
    assertThat(extension.enable(server, false).json().path("status").stringValue())
        .isEqualTo("disabled");
    assertThat(call("hello").status()).isEqualTo(404);
    assertThat(server.get(null, "/api/x/greeter/who/Ann").status()).isEqualTo(404);
    Eventually.until(
        "its schedule waits", () -> !schedules().getFirst().path("is_active").booleanValue());

    assertThat(extension.enable(server, true).json().path("status").stringValue())
        .isEqualTo("loaded");
    assertThat(hello()).isEqualTo("one");
    Eventually.until(
        "its schedule goes on", () -> schedules().getFirst().path("is_active").booleanValue());
  }

  @Test
  void code_that_is_wrong_is_refused_with_its_places_and_the_old_version_goes_on() {
    var extension = greeter("one").install(server);
    extension.source("Names", "class Names {}");
    var refused = extension.tryUpdate(server);
    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
    var diagnostic = refused.json().path("diagnostics").path(0);
    assertThat(diagnostic.path("file").stringValue()).isEqualTo("src/Hello.java");
    assertThat(diagnostic.path("line").intValue()).isPositive();
    assertThat(hello()).isEqualTo("one");
    assertThat(server.get(null, "/api/x/greeter/who/Ann").text()).isEqualTo("\"Dear Ann\"");
  }

  @Test
  void what_somebody_else_has_is_refused_with_both_names() throws IOException {
    greeter("one").install(server);
    var other =
        new TestExtension("other")
            .source("Other", "class Other { @Register(name = \"hello\") void hello() {} }");
    var refused = other.tryInstall(server);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("'other'").contains("'hello'").contains("'greeter'");

    save("hello", "void hello() {}");
    Eventually.until("the file is refused", () -> !failures().isEmpty());
    assertThat(failures().getFirst().toString())
        .contains("functions/hello.java")
        .contains("the extension 'greeter'");
    assertThat(hello()).isEqualTo("one");

    save("late", "void late() {}");
    Eventually.until("a function of the folder", () -> call("late").status() == 200);
    var third =
        new TestExtension("third")
            .source("Third", "class Third { @Register(name = \"late\") void late() {} }");
    assertThat(third.tryInstall(server).text())
        .contains("'third'")
        .contains("'late'")
        .contains("functions/late.java");
  }

  @Test
  void a_restart_compiles_nothing_and_a_broken_one_harms_no_other() throws IOException {
    greeter("one").install(server);
    new TestExtension("weak")
        .source(
            "Weak",
            "class Weak { @Register(name = \"weak\", auth = Auth.PUBLIC) void weak() {}\n"
                + "@Route(path = \"/weak\") void route() {} }")
        .install(server);
    server
        .tinybase()
        .database()
        .write(sql ->
            sql.update("update _extensions set library_lock = 'broken' where name = 'weak'"));
    var compiled = compiled();
    try (var again = another()) {
      assertThat(again.post(null, "/api/functions/hello", "{}").status()).isEqualTo(200);
      assertThat(compiled()).isNotEmpty().isEqualTo(compiled);
      var failed = again.post(null, "/api/functions/weak", "{}");
      assertThat(failed.status()).isEqualTo(503);
      assertThat(failed.json().path("code").stringValue()).isEqualTo("extension_failed");
      assertThat(failed.json().path("detail").stringValue()).contains("'weak'");
      assertThat(again.get(again.adminToken(), "/api/x/weak/weak").status()).isEqualTo(503);
      var item = again.get(again.adminToken(), "/api/admin/extensions/weak").json();
      assertThat(item.path("status").stringValue()).isEqualTo("failed");
      assertThat(item.path("error").stringValue()).contains("tinybase.lock");
      assertThat(item.path("diagnostics")).isNotEmpty();
    }
  }

  @Test
  void its_libraries_are_those_of_its_manifest_also_after_a_restart() {
    var repository = new MavenFolder(TempFolder.next());
    repository.add("acme:greeting:2.0", "Greeting", "hi");
    new TestExtension("library")
        .manifest("dependencies = [\"acme:greeting:2.0\"]")
        .file(
            "src/Uses.java",
            """
            //REPOS acme=%s
            import dev.tinybase.sdk.*;
            class Uses {
              @Register(name = "uses", auth = Auth.PUBLIC)
              String uses() { return acme.Greeting.text(); }
            }
            """
                .formatted(repository.url()))
        .install(server);
    assertThat(call("uses").json().path("result").stringValue()).isEqualTo("hi");
    try (var again = another()) {
      var result = again.post(null, "/api/functions/uses", "{}").json().path("result");
      assertThat(result.stringValue()).isEqualTo("hi");
    }
  }

  @Test
  void its_hooks_run_from_the_installation_on_and_no_longer_than_it_is_there() {
    var collection =
        "{\"name\": \"notes\", \"label\": \"x\", \"schema\": {\"fields\": [{\"name\": \"text\"}]}}";
    server.post(server.adminToken(), "/api/collections", collection);
    var extension = new TestExtension("loud").source("Notes", HOOKS).install(server);
    Eventually.until("OnStartup", () -> notes().contains("STARTED LOUD.STARTED"));

    assertThat(note("tea").json().at("/data/text").stringValue()).isEqualTo("TEA");
    Eventually.until("the after-hook", () -> notes().contains("AFTER TEA"));

    extension.uninstall(server);
    assertThat(note("milk").json().at("/data/text").stringValue()).isEqualTo("milk");
  }

  @Test
  void a_server_without_extensions_runs_none_and_forgets_none() {
    greeter("one").install(server);
    Eventually.until("its schedule", () -> schedules().size() == 1);
    var settings = server.tinybase().settings();
    var off =
        RecordCopy.with(
            settings, "extensions", RecordCopy.with(settings.extensions(), "enabled", false));
    close();
    try (var tinybase = TinyBase.open(off, Clock.systemUTC());
        var _ = tinybase.serve()) {
      assertThat(tinybase.functions().registry().find("hello")).isEmpty();
      var _ = tinybase.schedules().loop().look();
      var schedules = tinybase.schedules().service();
      assertThat(schedules.list(dev.tinybase.schedule.ScheduleFilter.ALL, 10, 0).schedules())
          .anyMatch(it -> it.source().equals("extension:greeter") && it.isActive());
    }
  }

  /** Another life of this server; its own is over. */
  private TestServer another() {
    close();
    return server.another();
  }

  private static TestExtension greeter(String says) {
    return new TestExtension("greeter")
        .source("Hello", HELLO.formatted(says))
        .source("Names", NAMES)
        .file("src/HelloTest.java", "this is no Java");
  }

  /** When each of the files with classes was written. */
  private static Map<Path, FileTime> compiled() throws IOException {
    var times = new HashMap<Path, FileTime>();
    try (var files = Files.walk(CACHE)) {
      for (var file : files.filter(it -> it.toString().endsWith(".jar")).toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private Reply note(String text) {
    return server.post(server.adminToken(), NOTES, "{\"data\": {\"text\": \"" + text + "\"}}");
  }

  private String notes() {
    return server.get(server.adminToken(), NOTES).text();
  }

  private String hello() {
    var reply = call("hello");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("result").stringValue();
  }

  private Reply call(String function) {
    return server.post(null, "/api/functions/" + function, "{}");
  }

  private void save(String name, String method) throws IOException {
    Files.createDirectories(server.functionsFolder());
    Files.writeString(
        server.functionsFolder().resolve(name + ".java"),
        "import dev.tinybase.sdk.*;\n@Register(name = \"%s\", auth = Auth.PUBLIC)\n%s\n"
            .formatted(name, method));
  }

  private List<JsonNode> failures() {
    var reply = server.get(server.adminToken(), "/api/admin/functions/failures").json();
    return (reply.isArray() ? reply : reply.path("failures")).valueStream().toList();
  }

  private List<JsonNode> schedules() {
    return server
        .get(server.adminToken(), "/api/admin/schedules")
        .json()
        .path("schedules")
        .valueStream()
        .toList();
  }
}
