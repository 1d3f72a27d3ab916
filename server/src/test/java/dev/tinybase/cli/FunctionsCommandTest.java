package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code functions new, check, deploy, list, versions, activate, rollback, delete}. */
class FunctionsCommandTest {
  @TempDir Path directory;

  @BeforeEach
  void make_an_instance() {
    assertThat(cli().run("init").code()).isZero();
  }

  @Test
  void the_files_of_init_are_good_and_those_of_the_examples_but_for_who_may_call()
      throws Exception {
    for (var name : new String[] {"add_numbers", "hello", "fetch_url"}) {
      var made = Files.readString(directory.resolve("functions/" + name + ".java"));
      var example = Files.readString(Path.of("..", "examples", "functions", name + ".java"));
      assertThat(withoutLevel(made)).isEqualTo(withoutLevel(example));
    }
    var check = cli().run("functions", "check");
    assertThat(check.out()).contains("3 files are good.");
    assertThat(check.code()).isZero();
  }

  private static String withoutLevel(String source) {
    return source
        .replaceAll("/\\*\\* Admins alone.*\n", "")
        .replaceAll("auth = Auth\\.[A-Z]+,\\s+", "")
        .replaceAll("\\s+", " ")
        .replace("( ", "(");
  }

  @Test
  void a_new_function_is_good_and_its_test_passes() {
    var made = cli().run("functions", "new", "place_order", "--description", "Says \"hi\"\\");
    assertThat(made.out())
        .contains("Made functions/place_order.java", "Made functions/place_orderTest.java");
    assertThat(made.code()).isZero();
    assertThat(directory.resolve("functions/place_order.java"))
        .content()
        .contains("placeOrder(Context ctx", "Says \\\"hi\\\"\\\\");
    assertThat(cli().run("functions", "check", "functions/place_order.java").out())
        .contains("1 file is good.");
    var test = cli().run("functions", "test");
    assertThat(test.err() + test.out()).contains("2 passed, 0 failed");
    assertThat(test.code()).isZero();
    var again = cli().run("functions", "new", "place_order");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("is there already");
    assertThat(cli().run("functions", "new", "other", "--dir", "code").code()).isZero();
    assertThat(directory.resolve("code/other.java")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 3 * * MON-FRI", "@daily", "5m"})
  void a_new_function_may_run_by_the_clock(String schedule) {
    var made = cli().run("functions", "new", "nightly_report", "--schedule", schedule);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(directory.resolve("functions/nightly_report.java"))
        .content()
        .contains(" = \"" + schedule + "\")", "nightlyReport(Context ctx)");
    assertThat(cli().run("functions", "check").code()).isZero();
    var test = cli().run("functions", "test");
    assertThat(test.err() + test.out()).contains("1 passed, 0 failed");
  }

  @Test
  void new_hooks_are_good_and_their_test_passes() {
    var made = cli().run("functions", "new", "tidy_posts", "--hook", "posts");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out())
        .contains("Made functions/tidy_posts.java")
        .doesNotContain("run tidy_posts");
    assertThat(cli().run("functions", "check", "functions/tidy_posts.java").out())
        .contains("1 file is good.")
        .containsPattern("tidy_posts.made +OnRecordCreate +posts")
        .containsPattern("tidy_posts.strip +BeforeRecordCreate +posts")
        .containsPattern("tidy_posts.strip +BeforeRecordUpdate +posts");
    var json = cli().run("functions", "check", "functions/hello.java", "--json");
    assertThat(Json.parse(json.out()).path("hooks").isEmpty()).isTrue();
    var test = cli().run("functions", "test");
    assertThat(test.err() + test.out()).contains("1 passed, 0 failed");
  }

  @Test
  void new_hooks_need_the_name_of_a_collection_and_nothing_of_a_function() {
    var wrong = cli().run("functions", "new", "tidy", "--hook", "Blog posts");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--hook 'Blog posts' must be a lower-case letter");
    var both = cli().run("functions", "new", "tidy", "--hook", "posts", "--schedule", "5m");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--hook makes no function");
    assertThat(directory.resolve("functions/tidy.java")).doesNotExist();
  }

  @Test
  void a_new_function_with_a_wrong_schedule_is_a_wrong_call() {
    var wrong = cli().run("functions", "new", "nightly_report", "--schedule", "0 25 * * *");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--schedule '0 25 * * *': ");
    assertThat(directory.resolve("functions/nightly_report.java")).doesNotExist();
  }

  @Test
  void a_bad_name_is_a_wrong_call() {
    assertThat(cli().run("functions", "new", "PlaceOrder").err()).contains("place_order");
    assertThat(cli().run("functions", "new", "class").err()).contains("reserved");
    assertThat(cli().run("functions", "new", "a-b").code()).isEqualTo(2);
  }

  @Test
  void check_tells_errors_with_their_places() throws Exception {
    write("broken.java", function("broken", "x").replace(";\n}", "\n}"));
    var check = cli().run("functions", "check");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out()).startsWith("functions/broken.java:5:").contains("';' expected");
    var json = cli().run("functions", "check", "functions/broken.java", "--json");
    assertThat(json.code()).isEqualTo(1);
    var failure = Json.parse(json.out()).path("failures").get(0);
    assertThat(failure.path("file").stringValue()).isEqualTo("functions/broken.java");
    assertThat(failure.path("diagnostics").get(0).path("line").intValue()).isEqualTo(5);
    assertThat(cli().run("functions", "check", "functions/hello.java").code()).isZero();
    assertThat(cli().run("functions", "check", "nothing").code()).isEqualTo(1);
  }

  @Test
  void check_tells_of_schedules_that_cannot_be() throws Exception {
    write(
        "often.java",
        """
        import dev.tinybase.sdk.*;

        @Register(name = "often")
        @Scheduled(cron = "0 25 * * *")
        @Scheduled(cron = "@daily", zone = "Europe/Berlni")
        @Scheduled(every = "99999d")
        void often() {}
        """);
    var check = cli().run("functions", "check");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out().lines().filter(line -> line.startsWith("functions/often.java:7:")))
        .satisfiesExactly(
            cron -> assertThat(cron).contains("The method often has a wrong @Scheduled: cron:"),
            zone ->
                assertThat(zone)
                    .contains("zone: 'Europe/Berlni' is no time zone")
                    .contains("Europe/Berlin"),
            every -> assertThat(every).contains("every: must be a whole number from 1 to"));
  }

  @Test
  void the_database_of_the_folder_is_deployed_to_without_a_server() throws Exception {
    write("shout.java", function("shout", "one"));
    var deployed = cli().run("functions", "deploy", "functions/shout.java", "-n", "first");
    assertThat(deployed.err()).contains("hides functions/shout.java");
    assertThat(deployed.out())
        .contains("Deployed 1 of 1 files to the database of this folder", "Deployed a new version");
    assertThat(deployed.code()).isZero();
    write("shout.java", function("shout", "two"));
    assertThat(cli().run("functions", "deploy", "functions/shout.java").code()).isZero();
    var versions = cli().run("functions", "versions", "shout");
    assertThat(versions.out().lines()).hasSize(3).anyMatch(line -> line.startsWith("*"));
    assertThat(versions.out()).contains("first");
    assertThat(result("shout")).isEqualTo("\"two\"");
    assertThat(cli().run("functions", "rollback", "shout").out()).contains("shout: Went back");
    assertThat(result("shout")).isEqualTo("\"one\"");
    var list = cli().run("functions", "list");
    assertThat(list.out()).contains("deployed/shout.java", "functions/hello.java");
    assertThat(cli().run("functions", "delete", "shout").code()).isEqualTo(2);
    assertThat(cli().run("functions", "delete", "shout", "--yes").code()).isZero();
    assertThat(cli().run("functions", "list").out()).contains("functions/shout.java");
    assertThat(cli().run("functions", "delete", "shout", "--yes").err())
        .contains("No version of 'shout' is deployed");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_server_is_deployed_to_over_its_api(Engine engine) throws Exception {
    try (var server = TestServer.start(engine)) {
      Files.writeString(
          directory.resolve("tinybase.toml"),
          "[environments.production]\napi_url = \"%s\"\napi_token = \"%s\"\n"
              .formatted(server.uri(""), server.adminToken()));
      write("lib/Word.java", "public class Word { public static String it() { return \"1\"; } }");
      write("shout.java", function("shout", "").replace("\"\"", "Word.it()"));
      write("broken.java", "nonsense");
      var deployed = cli().run("functions", "deploy", "-e", "production");
      assertThat(deployed.out())
          .contains("Deployed 5 of 6 files to http", "(production)", "shout", "lib/Word");
      assertThat(deployed.err()).contains("broken: Deployment failed", "  broken.java:1:");
      assertThat(deployed.code()).isEqualTo(1);
      assertThat(deployed.out() + deployed.err()).doesNotContain(server.adminToken());
      assertThat(server.post(null, "/api/functions/shout", "{}").json().path("result").asString())
          .isEqualTo("1");
      write("shout.java", function("shout", "2"));
      Files.delete(directory.resolve("functions/broken.java"));
      var again = cli().run("functions", "deploy", "--env", "production", "--atomic", "--json");
      assertThat(again.code()).isZero();
      assertThat(Json.parse(again.out())).hasSize(5);
      var versions =
          Json.parse(
              cli().run("functions", "versions", "shout", "--json", "-e", "production").out());
      assertThat(versions).hasSize(2);
      var first = versions.get(1).path("id").stringValue();
      var activated = cli().run("functions", "activate", "shout", first, "-e", "production");
      assertThat(activated.out()).contains("shout: Activated", first);
      assertThat(server.post(null, "/api/functions/shout", "{}").json().path("result").asString())
          .isEqualTo("1");
      assertThat(cli().run("functions", "rollback", "shout", "-e", "production").code()).isZero();
      var list = cli().run("functions", "list", "-e", "production", "--json");
      assertThat(Json.parse(list.out()).path("functions")).hasSize(4);
      assertThat(cli().run("functions", "delete", "shout", "-y", "-e", "production").code())
          .isZero();
      assertThat(server.post(null, "/api/functions/shout", "{}").status()).isEqualTo(404);
    }
  }

  @Test
  void variables_name_the_server_and_failures_are_sentences() {
    try (var server = TestServer.start(Engine.SQLITE)) {
      var url = server.uri("").toString();
      var good = remote(url, server.adminToken()).run("functions", "deploy");
      assertThat(good.out()).contains("Deployed 3 of 3 files to " + url);
      var list = remote(url + "/api", server.adminToken()).run("functions", "list");
      assertThat(list.out()).contains("deployed/hello.java");
      var unknown = remote(url, "wrong").run("functions", "list");
      assertThat(unknown.err()).contains("401", "token").doesNotContain("wrong");
      assertThat(unknown.code()).isEqualTo(1);
      var user = remote(url, server.user("u@example.com")).run("functions", "deploy");
      assertThat(user.err()).contains("403", "admin");
      var missing = remote(url, server.adminToken()).run("functions", "versions", "nobody");
      assertThat(missing.err()).contains("404", "nobody");
    }
    var dead = remote("http://127.0.0.1:1", "x").run("functions", "list");
    assertThat(dead.err()).contains("http://127.0.0.1:1", "cannot be reached");
    assertThat(dead.code()).isEqualTo(1);
    assertThat(cli().run("functions", "list", "-e", "nowhere").err())
        .contains("No environment is configured");
  }

  private String result(String name) {
    return cli().run("functions", "run", name, "--data", "{}").out().strip();
  }

  private CommandLineRun remote(String url, String token) {
    return cli().with("TINYBASE_API_URL", url).with("TINYBASE_API_TOKEN", token);
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory).with("HOME", directory.toString());
  }

  private void write(String file, String text) throws Exception {
    var path = directory.resolve("functions").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String function(String name, String text) {
    return """
    import dev.tinybase.sdk.*;

    @Register(name = "%s", auth = Auth.PUBLIC)
    String answer() {
      return "%s";
    }
    """
        .formatted(name, text);
  }
}
