package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code functions test}. */
class FunctionsTestCommandTest {
  private static final String IMPORTS =
      """
      import static org.junit.jupiter.api.Assertions.*;
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.testing.TestInstance;
      import java.time.Duration;
      import java.util.*;
      import org.junit.jupiter.api.*;
      """;

  @TempDir Path directory;

  @BeforeEach
  void write_functions() throws IOException {
    write(
        "functions/lib/Words.java",
        "public final class Words { public static String loud(String s) { return s + \"!\"; } }");
    write(
        "functions/note.java",
        """
        import dev.tinybase.sdk.*;
        import java.util.Map;

        record Note(String title) {}

        int calls = 0;

        @Register(name = "note", auth = Auth.AUTH)
        Map<String, Object> note(Context ctx, Note note) {
          calls++;
          var saved = ctx.records("notes").create(Map.of("title", Words.loud(note.title())));
          return Map.of("id", saved.id(), "at", ctx.now().toString(), "calls", calls);
        }

        @Register(name = "key", auth = Auth.PUBLIC)
        String key(Context ctx) {
          return ctx.secret("KEY").substring(0, 2);
        }
        """);
    write(
        "functions/notes.json",
        """
        {"name": "notes", "schema": {"fields": [{"name": "title", "type": "string"}]},
         "options": {"access": {"list": "owner", "create": "auth"}}}
        """);
  }

  @Test
  void a_compact_file_of_tests_uses_an_instance_as_its_people_do() throws IOException {
    test(
        "note",
        """
        @BeforeEach
        void prepare(TestInstance app) {
          app.apply(java.nio.file.Path.of("notes.json"));
        }

        @Test
        void a_user_keeps_a_note(TestInstance app) {
          var ada = app.as(app.user("ada@example.com"));
          var made = (Map<?, ?>) ada.call("note", Map.of("title", "Hello"));
          assertEquals("Hello!", ada.records("notes").get((String) made.get("id")).text("title"));
          assertEquals(1, ada.records("notes").count(Filter.ALL));
          var eve = app.as(app.user("eve@example.com"));
          assertEquals(0, eve.records("notes").count(Filter.ALL));
          assertEquals(1, app.asAdmin().records("notes").count(Filter.ALL));
        }

        @Test
        void every_test_begins_anew(TestInstance app) {
          assertEquals(0, app.asAdmin().records("notes").count(Filter.ALL));
          var made = (Map<?, ?>) app.call("note", Map.of("title", "a"));
          assertEquals(1, made.get("calls"));
        }

        @Test
        void nobody_is_refused(TestInstance app) {
          var refused = assertThrows(FunctionException.class,
              () -> app.anonymous().call("note", Map.of("title", "a")));
          assertEquals("not_authenticated", refused.code());
        }

        @Test
        void bad_input_is_told(TestInstance app) {
          var refused = assertThrows(FunctionException.class,
              () -> app.call("note", Map.of("title", List.of())));
          assertEquals("ValidationError", refused.details().get("error_type"));
        }

        @Test
        void the_clock_stands_still(TestInstance app) throws Exception {
          var first = ((Map<?, ?>) app.call("note", Map.of("title", "a"))).get("at");
          Thread.sleep(5);
          assertEquals(first, ((Map<?, ?>) app.call("note", Map.of("title", "a"))).get("at"));
          app.pass(Duration.ofDays(2));
          var later = ((Map<?, ?>) app.call("note", Map.of("title", "b"))).get("at");
          assertEquals(Duration.ofDays(2), Duration.between(
              java.time.Instant.parse((String) first), java.time.Instant.parse((String) later)));
        }

        @Test
        void a_transaction_is_all_or_nothing(TestInstance app) {
          var admin = app.asAdmin();
          assertThrows(IllegalStateException.class, () -> admin.transaction(() -> {
            admin.records("notes").create(Map.of("title", "a"));
            throw new IllegalStateException("undone");
          }));
          assertEquals(0, admin.records("notes").count(Filter.ALL));
        }

        @Test
        void secrets_are_set(TestInstance app) {
          assertThrows(FunctionException.class, () -> app.call("key", null));
          app.secret("KEY", "abc");
          assertEquals("ab", app.anonymous().call("key", null));
          assertEquals("!", Words.loud(""));
        }
        """);
    var run = cli().run("functions", "test");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("functions/noteTest.java\n")
        .containsPattern("  passed  a_user_keeps_a_note  \\(\\d+ ms\\)\n")
        .endsWith("\n7 passed, 0 failed\n");
  }

  @Test
  void what_falls_due_runs_at_its_moment_while_a_test_lets_time_pass() throws IOException {
    write(
        "functions/chain.java",
        """
        import dev.tinybase.sdk.*;
        import java.time.Duration;

        record Links(int left) {}

        @Register(name = "chain")
        String chain(Context ctx, Links links) {
          if (links.left() == 13) {
            throw new FunctionException("unlucky", "Not this one.");
          }
          return links.left() == 0 ? "" : ctx.enqueue(
              "chain", new Links(links.left() - 1), JobOptions.DEFAULT.delay(Duration.ofMinutes(20)));
        }

        @Register(name = "hourly", auth = Auth.ADMIN)
        @Scheduled(every = "1h", catchUp = CatchUp.NONE)
        @Scheduled(every = "90m", catchUp = CatchUp.NONE)
        void hourly() {}

        """);
    test(
        "chain",
        """
        @Test
        void each_at_its_moment(TestInstance app) {
          var start = app.asAdmin().now();
          app.call("chain", Map.of("left", 3));
          assertEquals(List.of(), app.runs());
          app.pass(Duration.ofMinutes(19));
          assertEquals(List.of(), app.runs());
          app.pass(Duration.ofMinutes(161));
          assertEquals(
              List.of("20 chain", "40 chain", "60 chain", "60 hourly", "90 hourly", "120 hourly",
                  "180 hourly", "180 hourly"),
              app.runs().stream()
                  .map(run -> Duration.between(start, run.at()).toMinutes() + " " + run.function())
                  .sorted(Comparator.comparingInt(it -> Integer.parseInt(it.split(" ")[0])))
                  .toList());
          assertTrue(app.runs().stream().allMatch(run -> run.at().equals(run.job().scheduledAt())));
          assertTrue(app.runs().stream().allMatch(TestInstance.Run::succeeded));
        }

        @Test
        void what_is_due_runs_without_time(TestInstance app) {
          var admin = app.asAdmin();
          assertThrows(IllegalStateException.class, () -> admin.transaction(() -> {
            admin.enqueue("chain", Map.of("left", 0));
            throw new IllegalStateException("undone");
          }));
          app.pass(Duration.ZERO);
          assertEquals(List.of(), app.runs());
          var id = admin.transaction(() -> admin.enqueue("chain", Map.of("left", 0)));
          app.pass(Duration.ZERO);
          assertEquals(List.of(id), app.runs("chain").stream().map(run -> run.job().id()).toList());
        }

        @Test
        void a_job_that_fails_is_tried_again_until_it_is_given_up(TestInstance app) {
          var two = JobOptions.DEFAULT.attempts(2);
          app.as(app.user("ada@example.com")).enqueue("chain", Map.of("left", 13), two);
          app.pass(Duration.ofMinutes(30));
          assertEquals(
              List.of("1 FunctionException: Not this one.", "2 FunctionException: Not this one."),
              app.runs("chain").stream().map(run -> run.job().attempt() + " " + run.error()).toList());
          assertThrows(FunctionException.class, () -> app.asAdmin().enqueue("chain", List.of()));
        }
        """);
    var run = cli().run("functions", "test");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).endsWith("\n3 passed, 0 failed\n");
  }

  @Test
  void hooks_of_the_files_run_in_tests_too() throws IOException {
    write(
        "functions/titles.java",
        """
        import dev.tinybase.sdk.*;
        import dev.tinybase.sdk.hooks.*;
        import java.util.Map;

        int failures = 0;

        @BeforeRecordCreate(collection = "notes")
        void trim(RecordDraft draft) {
          if (!(draft.get("title") instanceof String title)) {
            throw new Refusal(422, "no_title", "A note needs a title.");
          }
          draft.set("title", title.trim());
        }

        @OnRecordCreate(collection = "notes")
        void copy(Context ctx, RecordCreated event) {
          ctx.records("copies").create(Map.of("title", event.record().text("title")));
        }

        @OnRecordCreate(collection = "copies")
        void late(Context ctx, RecordCreated event) {
          if (failures++ < 2) {
            throw new IllegalStateException("not yet");
          }
          ctx.enqueue("key", null);
        }

        @OnFunctionComplete(function = "note")
        void called(Context ctx, FunctionCompleted event) {
          ctx.records("copies").create(Map.of("title", event.functionName() + event.status()));
        }

        @OnStartup
        void begin(Context ctx) {
          ctx.records("copies").create(Map.of("title", "started"));
        }
        """);
    write(
        "functions/copies.json",
        """
        {"name": "copies", "schema": {"fields": [{"name": "title", "type": "string"}]}}
        """);
    test(
        "titles",
        """
        @BeforeEach
        void prepare(TestInstance app) {
          app.apply(java.nio.file.Path.of("notes.json"));
          app.apply(java.nio.file.Path.of("copies.json"));
          app.secret("KEY", "value");
        }

        List<String> copies(TestInstance app) {
          return app.asAdmin().records("copies").stream(Query.ALL).map(it -> it.text("title")).sorted().toList();
        }

        @Test
        void what_is_wrong_is_refused_at_once(TestInstance app) {
          var notes = app.asAdmin().records("notes");
          var refused = assertThrows(FunctionException.class, () -> notes.create(Map.of()));
          assertEquals("no_title", refused.code());
          assertEquals("a", notes.create(Map.of("title", " a ")).text("title"));
        }

        @Test
        void what_has_happened_is_told_when_the_test_says_so(TestInstance app) {
          app.asAdmin().records("notes").create(Map.of("title", " a "));
          assertEquals(List.of(), copies(app));
          app.settle();
          assertEquals(List.of("a", "started"), copies(app));
          app.settle();
          assertEquals(List.of("a", "started"), copies(app));
        }

        @Test
        void what_fails_is_tried_again_when_time_passes(TestInstance app) {
          app.settle();
          app.asAdmin().records("copies").create(Map.of("title", "x"));
          app.settle();
          assertEquals(List.of(), app.runs("key"));
          app.pass(Duration.ofMinutes(1));
          assertTrue(app.runs("key").size() >= 1);
        }

        @Test
        void calls_are_told_of(TestInstance app) {
          app.as(app.user("ada@example.com")).call("note", Map.of("title", "b"));
          app.settle();
          assertEquals(List.of("b!", "notesucceeded", "started"), copies(app));
        }
        """);
    var run = cli().run("functions", "test");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
  }

  @Test
  void a_test_sends_requests_as_clients_do() throws IOException {
    test(
        "note",
        """
        @Test
        void somebody_registers_and_calls(TestInstance app) {
          app.apply(java.nio.file.Path.of("notes.json"));
          var account = Map.of("email", "eve@example.com", "password", "correct horse battery");
          assertEquals(201, app.request(null, "POST", "/api/auth/register", account).status());
          var ada = app.user("ada@example.com");
          var answer =
              app.request(ada, "POST", "/api/functions/note", Map.of("title", "Hello"));
          assertEquals(200, answer.status());
          assertEquals("application/json", answer.headers().get("Content-Type").getFirst());
          assertTrue(new String(answer.body()).contains("succeeded"));
          var root = app.admin("root@example.com");
          var notes = app.request(root, "GET", "/api/collections/notes/export?format=csv", null);
          assertTrue(new String(notes.body()).contains("Hello!"));
        }

        @Test
        void what_is_refused_is_an_exception(TestInstance app) {
          var refused =
              assertThrows(
                  FunctionException.class,
                  () -> app.request(null, "GET", "/api/admin/users", null));
          assertEquals("not_authenticated", refused.code());
          var admin = app.asAdmin();
          assertThrows(
              IllegalStateException.class,
              () -> admin.transaction(() -> app.request(null, "GET", "/health", null)));
        }
        """);
    var run = cli().run("functions", "test");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
  }

  @Test
  void the_examples_pass_their_tests() throws IOException {
    var examples = Path.of("..", "examples", "functions");
    try (var files = Files.walk(examples)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("thumbnail.java")) { // needs a library from elsewhere
          write("shop/" + examples.relativize(file), Files.readString(file));
        }
      }
    }
    var run = cli().run("functions", "test", "shop");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out()).contains("shop/place_orderTest.java");
  }

  @Test
  void a_failure_names_the_line() throws IOException {
    test(
        "bad",
        """
        class Sums {
          @Test
          void wrong() {
            assertEquals(4, 2 + 3, "the sum");
          }

          @Test
          void thrown() {
            List.of().getFirst();
          }

          @Test
          @Disabled("not today")
          void skipped() {}

          @Test
          void right() {}
        }
        """);
    var run = cli().run("functions", "test", "functions/badTest.java");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("  FAILED  wrong")
        .contains("    functions/badTest.java:10: the sum ==> expected: <4> but was: <5>\n")
        .contains("    functions/badTest.java:15: NoSuchElementException\n")
        .contains("  skipped  skipped  (not today)\n")
        .endsWith("\n1 passed, 2 failed, 1 skipped\n");
  }

  @Test
  void all_that_junit_knows_can_be_used() throws IOException {
    test(
        "many",
        """
        import org.junit.jupiter.params.ParameterizedTest;
        import org.junit.jupiter.params.provider.ValueSource;

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void counts(int number, TestInstance app) {
          assertTrue(app.asAdmin().isAdmin());
        }

        @Nested
        class Inside {
          @Test
          @DisplayName("A name of its own")
          void named() {}
        }

        @TestFactory
        List<DynamicTest> made() {
          return List.of(DynamicTest.dynamicTest("one", () -> {}));
        }
        """);
    var run = cli().run("functions", "test");
    assertThat(run.out())
        .as(run.err())
        .contains("  passed  counts [1] ")
        .contains("  passed  made one  (")
        .contains("  passed  A name of its own  (")
        .endsWith("\n4 passed, 0 failed\n");
  }

  @Test
  void errors_of_the_compiler_are_told_with_line_and_column() throws IOException {
    test("good", "@Test void passes() {}");
    test("syntax", "@Test void fails() { int x = \"a\"; }");
    write("functions/broken.java", "int broken() {\n  return x;\n}\n");
    var run = cli().run("functions", "test");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("functions/syntaxTest.java:7:30: ")
        .contains("functions/broken.java:2:10: ");
    assertThat(run.out()).contains("passed  passes").endsWith("\n1 passed, 0 failed\n");
  }

  @Test
  void nothing_of_it_is_left_behind() throws IOException {
    test(
        "note",
        "@Test void runs(TestInstance app) { app.apply(java.nio.file.Path.of(\"notes.json\")); }");
    long before = leftovers();
    assertThat(cli().run("functions", "test").code()).isZero();
    // Other tests make such folders too, in processes beside this one.
    Eventually.until("its folder is gone", () -> leftovers() <= before);
    assertThat(directory.resolve("tinybase.db")).doesNotExist();
  }

  @Test
  void without_tests_there_is_a_word_about_it() {
    var none = cli().run("functions", "test");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("There are no tests in ").contains("Test.java");
    assertThat(cli().run("functions", "test", "nowhere").err()).contains("nowhere");
    assertThat(cli().run("functions", "test", "functions/note.java").code()).isEqualTo(2);
  }

  private static long leftovers() {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("tinybase-functions-test"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }

  private void test(String name, String text) throws IOException {
    write("functions/" + name + "Test.java", IMPORTS + text);
  }

  private void write(String name, String text) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
