package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.ServerProcess;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code functions run}. */
class FunctionsRunCommandTest {
  @TempDir Path directory;

  @BeforeEach
  void make_an_instance() throws IOException {
    write(
        "functions/greet.java",
"""
        import dev.tinybase.sdk.*;
        import java.util.List;
        import java.util.ArrayList;
import java.util.List;
import java.util.Map;
        import java.util.stream.Stream;

        record Guest(String name, int times) {}

        @Register(name = "greet")
        Map<String, Object> greet(Context ctx, Guest guest) {
          ctx.log().info("{} comes", guest.name());
          return Map.of("text", "Hello, " + guest.name() + "!".repeat(guest.times()));
        }

        @Register(name = "who_am_i")
        List<Object> who(Context ctx) {
          return List.of(ctx.isAdmin(), ctx.user().map(User::email).orElse("nobody"));
        }

        @Register(name = "refuse")
        void refuse() {
          throw new FunctionException("sold_out", "Nothing left.", Map.of("left", 0));
        }

        @Register(name = "numbers")
        Stream<Integer> numbers() {
          return Stream.of(1, 2, 3);
        }

        @Register(name = "page", auth = Auth.PUBLIC)
        Response page(Request request) {
          return Response.text("got " + request.text());
        }

        @Register(name = "keep")
        String keep(Context ctx) {
          return ctx.records("notes").create(Map.of("title", "kept")).id();
        }
""");
    write(
        "notes.json",
        """
        {"name": "notes", "schema": {"fields": [{"name": "title", "type": "string"}]},
         "options": {"access": {"list": "public"}}}
        """);
    assertThat(cli().run("collections", "apply", "notes.json").code()).isZero();
  }

  @Test
  void the_result_goes_to_standard_output_and_the_log_to_standard_error() {
    var run = cli().run("functions", "run", "greet", "--data", "{\"name\": \"Ada\", \"times\": 2}");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("{\"text\":\"Hello, Ada!!\"}\n");
    assertThat(run.err()).contains("INFO  greet ").contains(": Ada comes");
  }

  @Test
  void a_terminal_gets_it_laid_out() {
    var run =
        cli()
            .onTerminal()
            .run("functions", "run", "greet", "--data", "{\"name\": \"Ada\", \"times\": 1}");
    assertThat(run.out()).isEqualTo("{\n  \"text\" : \"Hello, Ada!\"\n}\n");
  }

  @Test
  void input_comes_from_a_file_or_from_standard_input() throws IOException {
    write("ada.json", "{\"name\": \"Ada\", \"times\": 0}");
    assertThat(cli().run("functions", "run", "greet", "--data-file", "ada.json").out())
        .contains("Hello, Ada");
    var piped =
        cli()
            .input("{\"name\": \"Eve\", \"times\": 0}")
            .run("functions", "run", "greet", "--data-file", "-");
    assertThat(piped.out()).contains("Hello, Eve");
  }

  @Test
  void bad_input_is_told_by_field() {
    var run = cli().run("functions", "run", "greet", "--data", "{\"times\": \"x\"}");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("tinybase: ValidationError").contains("\"times\"");
    assertThat(cli().run("functions", "run", "greet", "--data", "{").code()).isEqualTo(2);
    assertThat(cli().run("functions", "run", "greet", "--data", "[1]").err())
        .contains("the input of this function is an object");
    assertThat(cli().run("functions", "run", "greet", "--data-file", "none").code()).isEqualTo(1);
  }

  @Test
  void it_runs_with_an_admins_rights_or_as_somebody() {
    assertThat(cli().run("functions", "run", "who_am_i").out()).isEqualTo("[true,\"nobody\"]\n");
    assertThat(cli().input("a good password\n").run("admin", "add", "ada@example.com").code())
        .isZero();
    assertThat(cli().run("functions", "run", "who_am_i", "--as", "ada@example.com").out())
        .isEqualTo("[true,\"ada@example.com\"]\n");
    var nobody = cli().run("functions", "run", "who_am_i", "--as", "eve@example.com");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.err()).contains("There is no user 'eve@example.com'");
  }

  @Test
  void a_failure_is_told_with_its_code_and_details() {
    var run = cli().run("functions", "run", "refuse");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("tinybase: FunctionException (sold_out): Nothing left.")
        .contains("\"left\" : 0");
    var whole = cli().run("functions", "run", "refuse", "--json");
    assertThat(whole.code()).isEqualTo(1);
    assertThat(Json.parse(whole.out()).get("error_code").stringValue()).isEqualTo("sold_out");
  }

  @Test
  void the_whole_call_may_be_printed() {
    var call = Json.parse(cli().run("functions", "run", "who_am_i", "--json").out());
    assertThat(call.get("status").stringValue()).isEqualTo("succeeded");
    assertThat(call.at("/result/0").booleanValue()).isTrue();
  }

  @Test
  void streams_and_answers_come_as_they_are() {
    assertThat(cli().run("functions", "run", "numbers").out()).isEqualTo("1\n2\n3\n");
    var page = cli().run("functions", "run", "page", "--data", "{\"a\": 1}");
    assertThat(page.out()).isEqualTo("got {\"a\":1}");
    assertThat(page.err()).contains("HTTP 200");
  }

  @Test
  void a_function_that_is_not_there_may_be_one_that_does_not_compile() throws IOException {
    var typo = cli().run("functions", "run", "gret");
    assertThat(typo.code()).isEqualTo(1);
    assertThat(typo.err()).contains("There is no function 'gret'").contains("'greet'");
    write("functions/broken.java", "int broken() {\n  return x;\n}\n");
    assertThat(cli().run("functions", "run", "broken").err())
        .contains("functions/broken.java:2:10: ");
  }

  @Test
  void it_runs_beside_a_server_on_the_same_files() {
    try (var server =
        ServerProcess.start(directory, Map.of("TINYBASE_AUTH_FIRST_LOGIN_IS_ADMIN", "true"))) {
      var id = cli().run("functions", "run", "keep");
      assertThat(id.code()).as(id.err()).isZero();
      var list = Http.at(server.base()).get("/api/collections/notes/records").json();
      assertThat(list.at("/records/0/id")).isEqualTo(Json.parse(id.out()));
    }
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }

  private void write(String name, String text) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void a_function_of_another_server_is_called_with_the_token_of_its_environment()
      throws IOException {
    try (var server = TestServer.start(Engine.SQLITE)) {
      Files.createDirectories(server.functionsFolder());
      Files.copy(
          directory.resolve("functions/greet.java"),
          server.functionsFolder().resolve("greet.java"));
      server.tinybase().load();
      write(
          "tinybase.toml",
          "[environments.production]\napi_url = \"%s\"\napi_token = \"%s\"\n"
              .formatted(server.uri(""), server.adminToken()));
      var run = remote("greet", "--data", "{\"name\": \"Ada\", \"times\": 2}");
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).isEqualTo("{\"text\":\"Hello, Ada!!\"}\n");
      assertThat(remote("who_am_i").out()).contains("true", TestServer.ADMIN);
      assertThat(remote("greet", "--json", "--data", "{\"name\": \"Ada\", \"times\": 1}").out())
          .contains("\"status\":\"succeeded\"", "\"call_id\"");
      var refused = remote("refuse");
      assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
      assertThat(refused.err()).contains("(sold_out): Nothing left.", "\"left\"");
      assertThat(remote("greed").err()).contains("There is no function 'greed'", "greet");
      assertThat(remote("numbers").err()).contains("answers with a stream");
      assertThat(remote("greet", "--as", "ada@example.org").code()).isEqualTo(ExitCode.USAGE);
      assertThat(cli().run("completion", "names", "functions", "--env=production").out())
          .contains("who_am_i");
    }
  }

  private CommandLineRun.Result remote(String... arguments) {
    var words = new ArrayList<>(List.of("functions", "run", "--env", "production"));
    words.addAll(List.of(arguments));
    return cli().run(words.toArray(String[]::new));
  }
}
