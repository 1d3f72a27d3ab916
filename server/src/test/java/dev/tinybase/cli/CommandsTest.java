package dev.tinybase.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What holds for every command, and those that need no database. */
class CommandsTest {
  private static final Set<String> GROUPS =
      Set.of(
          "admin",
          "users",
          "collections",
          "functions",
          "schedules",
          "jobs",
          "config",
          "db",
          "completion");

  @TempDir Path directory;

  @Test
  void without_arguments_it_explains_itself() {
    var result = cli().run();
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("Examples:", "serve", "import", "completion");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void the_list_of_commands_is_the_same_whether_they_are_all_made_or_none() {
    var whole =
        Cli.tree(cli().shell(new ByteArrayOutputStream(), new ByteArrayOutputStream()), null);
    assertThat(cli().run().out()).isEqualTo(whole.getUsageMessage(CommandLine.Help.Ansi.OFF));
    assertThat(cli().run("--help").out()).isEqualTo(cli().run().out());
  }

  @ParameterizedTest
  @CsvSource({"version, TinyBase", "--version, TinyBase", "version --json, \"version\""})
  void the_version_comes_in_three_ways(String arguments, String expected) {
    var result = cli().run(arguments.split(" "));
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains(expected);
  }

  @Test
  void every_command_has_help_with_examples_first() {
    for (var path :
        paths(
            Cli.tree(cli().shell(new ByteArrayOutputStream(), new ByteArrayOutputStream()), null),
            List.of())) {
      var result = cli().run(arguments(path, "--help"));
      assertThat(result.code()).as("%s", path).isZero();
      assertThat(result.err()).as("%s", path).isEmpty();
      assertThat(result.out()).as("%s", path).contains("Usage: tinybase", "--help");
      if (result.out().contains("Examples:")) {
        assertThat(result.out().indexOf("Examples:")).isLessThan(result.out().indexOf("Usage:"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serv                  | unknown command 'serv'; did you mean 'serve'?",
        "user list             | unknown command 'user'; did you mean 'users'?",
        "users lst             | unknown command 'lst'; did you mean 'list'?",
        "users list --jsno     | unknown option '--jsno'; did you mean '--json'?",
        "users list more       | unknown argument 'more'",
        "users list --limit x  | --limit",
        "users list --limit -1 | --limit must be from 1 to 1000, and --offset 0 or more",
        "users                 | Missing required subcommand",
        "users delete          | USER",
        "import a b.csv --mode upsrt | option '--mode': must be insert or upsert, not 'upsrt'; did you mean",
        "export a --format xml | option '--format': must be ndjson or json or csv, not 'xml'",
        "admin add             | EMAIL",
        "init --admin-password long-enough | --admin-password needs --admin-email",
      })
  void a_wrong_call_is_code_2_with_a_hint(String arguments, String message) {
    var result = cli().run(arguments.split(" "));
    assertThat(result.err()).contains(message, "--help");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void all_problems_of_the_configuration_are_told_in_lines() throws Exception {
    Files.writeString(directory.resolve("tinybase.toml"), "[server]\nprot = 1\nport = 'x'\n");
    var result = cli().with("TINYBASE_NONSENSE", "1").run("users", "list");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines())
        .hasSize(4)
        .anyMatch(line -> line.contains("3 problems"))
        .anyMatch(line -> line.contains("tinybase.toml line 2: unknown key 'server.prot'"))
        .anyMatch(line -> line.contains("tinybase.toml line 3: 'server.port' must be"))
        .anyMatch(line -> line.contains("TINYBASE_NONSENSE"));
  }

  @Test
  void config_show_tells_values_and_their_sources() throws Exception {
    Files.writeString(directory.resolve("tinybase.toml"), "[server]\nport = 9000\n");
    var result =
        cli()
            .with("TINYBASE_SERVER_HOST", "127.0.0.1")
            .with("TINYBASE_ADMIN_PASSWORD", "hunter22")
            .with("TINYBASE_DB_URL", "postgresql://u:hunter22@h/d")
            .run("config", "show");
    assertThat(result.code()).isZero();
    assertThat(result.out().lines())
        .anyMatch(line -> line.matches("server.port +9000 +tinybase.toml line 2"))
        .anyMatch(line -> line.matches("server.host +127.0.0.1 +TINYBASE_SERVER_HOST"))
        .anyMatch(line -> line.matches("log.level +info +default"))
        .anyMatch(line -> line.matches("admin.password +\\*\\*\\* +TINYBASE_ADMIN_PASSWORD"))
        .anyMatch(
            line -> line.matches("database.url +postgresql://u:\\*\\*\\*@h/d +TINYBASE_DB_URL"));
    assertThat(result.out()).doesNotContain("hunter22");
  }

  @Test
  void config_show_as_json_is_one_document_and_notices_are_messages() {
    var result =
        cli()
            .with("TINYBASE_REDIS", "")
            .with("TINYBASE_RATE_LIMIT_BACKEND", "redis")
            .run("config", "show", "--json");
    assertThat(Json.parse(result.out()).get("settings").get(0).get("key").stringValue())
        .isEqualTo("debug");
    assertThat(result.err()).contains("TINYBASE_RATE_LIMIT_BACKEND", "has no effect");
  }

  @Test
  void colours_are_for_terminals_that_want_them() {
    assertThat(cli().run("config", "show").out()).doesNotContain("\u001b");
    assertThat(cli().onTerminal().run("config", "show").out()).contains("\u001b[1m");
    assertThat(cli().onTerminal().with("NO_COLOR", "1").run("config", "show").out())
        .doesNotContain("\u001b");
    assertThat(cli().onTerminal().with("TERM", "dumb").run("config", "show").out())
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({"bash, complete -F", "zsh, bashcompinit"})
  void completion_knows_all_commands(String shell, String expected) {
    var result = cli().run("completion", shell);
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains(expected, "users", "--admin-email");
  }

  @Test
  void a_shell_completes_the_names_that_there_are_now() throws Exception {
    assertThat(cli().run("init").code()).isZero();
    assertThat(cli().run("collections", "apply", "collections/notes.toml").code()).isZero();
    assertThat(cli().run("completion", "names", "collections").out()).isEqualTo("notes\n");
    assertThat(cli().run("completion", "names", "functions").out())
        .isEqualTo("add_numbers\nfetch_url\nhello\n");
    Files.move(directory.resolve("functions/hello.java"), directory.resolve("hello.java"));
    assertThat(cli().run("functions", "deploy", "hello.java").code()).isZero();
    assertThat(cli().run("completion", "names", "functions").out())
        .as("files, and what is deployed")
        .isEqualTo("add_numbers\nfetch_url\nhello\n");
    for (var none : List.of("schedules", "extensions", "secrets", "environments")) {
      var result = cli().run("completion", "names", none);
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).isEmpty();
    }
    assertThat(completed("export", "no")).isEqualTo("notes");
    assertThat(completed("collections", "delete", "x")).isEmpty();
    assertThat(completed("functions", "run", "f")).isEqualTo("fetch_url");
    assertThat(completed("functions", "run", "--env", "production", "f")).isEqualTo("fetch_url");
    assertThat(directory.resolve("asked"))
        .content()
        .contains("completion names functions --env=production");
    assertThat(completed("schedules", "create", "x", "--function", "h")).isEqualTo("hello");
  }

  /** What bash makes of the script, with a program of that name that answers as this one does. */
  private String completed(String... words) throws Exception {
    Files.writeString(directory.resolve("script"), cli().run("completion", "bash").out());
    for (var things : List.of("collections", "functions")) {
      Files.writeString(
          directory.resolve(things + ".names"), cli().run("completion", "names", things).out());
    }
    var typed = "tinybase " + String.join(" ", words);
    var lines =
        """
        tinybase() { echo "$*" >>asked; cat "$3.names"; }
        source ./script
        COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE="%s"
        _complete_tinybase
        echo "${COMPREPLY[*]}"
        """
            .formatted(typed, words.length, typed);
    var bash =
        new ProcessBuilder("bash", "-c", lines)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(bash.getInputStream().readAllBytes(), UTF_8).strip();
  }

  @Test
  void help_has_the_letter_that_people_try_first() {
    assertThat(cli().run("-h").out()).isEqualTo(cli().run("--help").out()).contains("Commands:");
    assertThat(cli().run("serve", "--help").out()).contains("-h, --host");
  }

  @Test
  void debugging_shows_no_trace_of_what_is_no_defect() {
    var wrong = List.of("collections show x", "users list --limit 0", "export x --env nowhere");
    for (var line : wrong) {
      var result = cli().run((line + " --debug").split(" "));
      assertThat(result.code()).isNotZero();
      assertThat(result.err()).contains("tinybase: ").doesNotContain("Problem", "\tat ", "Error:");
    }
  }

  @Test
  void a_setting_names_the_variable_that_has_set_it() {
    var url = "sqlite:///./other.db";
    for (var variable : List.of("TINYBASE_DB_URL", "TINYBASE_DATABASE_URL")) {
      var shown = cli().with(variable, url).run("config", "show", "--json").out();
      var setting =
          Json.parse(shown)
              .path("settings")
              .valueStream()
              .filter(it -> it.path("key").asString().equals("database.url"))
              .findFirst()
              .orElseThrow();
      assertThat(setting.path("source").asString()).isEqualTo(variable);
      assertThat(setting.path("variable").asString()).isEqualTo(variable);
    }
    var both =
        cli()
            .with("TINYBASE_DB_URL", url)
            .with("TINYBASE_DATABASE_URL", "sqlite:///./third.db")
            .run("config", "show");
    assertThat(both.code()).isEqualTo(1);
    assertThat(both.err())
        .contains("'TINYBASE_DB_URL' and 'TINYBASE_DATABASE_URL' set the same and differ");
  }

  /** Commands about this folder or this program, which no other server can do for it. */
  private static final Set<String> LOCAL =
      Set.of("init", "serve", "config", "db", "completion", "version", "restore", "test", "new");

  @Test
  void every_command_works_on_other_servers_unless_it_is_about_this_folder() {
    var tree =
        Cli.tree(cli().shell(new ByteArrayOutputStream(), new ByteArrayOutputStream()), null);
    var without =
        paths(tree, List.of()).stream()
            .filter(path -> command(tree, path).getSubcommands().isEmpty())
            .filter(path -> path.stream().noneMatch(LOCAL::contains))
            .filter(path -> !hasOption(command(tree, path), "--env"))
            .map(path -> String.join(" ", path))
            .toList();
    assertThat(without).containsExactlyInAnyOrder("functions ide", "admin token");
  }

  @Test
  void every_command_that_lists_has_json() {
    var lists = Set.of("list", "runs", "calls", "versions", "failures", "history", "logs");
    var tree =
        Cli.tree(cli().shell(new ByteArrayOutputStream(), new ByteArrayOutputStream()), null);
    assertThat(paths(tree, List.of()))
        .filteredOn(path -> !path.isEmpty() && lists.contains(path.getLast()))
        .hasSizeGreaterThan(8)
        .allSatisfy(path -> assertThat(hasOption(command(tree, path), "--json")).isTrue());
  }

  private static CommandLine command(CommandLine root, List<String> path) {
    var found = root;
    for (var name : path) {
      found = Objects.requireNonNull(found.getSubcommands().get(name));
    }
    return found;
  }

  private static boolean hasOption(CommandLine command, String name) {
    return command.getCommandSpec().findOption(name) != null;
  }

  @Test
  void the_guide_names_every_command() throws Exception {
    var guide = Files.readString(Path.of("..", "docs", "cli.md"));
    var tree =
        Cli.tree(cli().shell(new ByteArrayOutputStream(), new ByteArrayOutputStream()), null);
    assertThat(paths(tree, List.of("tinybase")))
        .filteredOn(path -> path.size() > (GROUPS.contains(path.getLast()) ? 2 : 1))
        .allSatisfy(path -> assertThat(guide).contains("`" + String.join(" ", path)));
  }

  @Test
  void the_reference_of_settings_is_up_to_date() throws Exception {
    var documented = Files.readString(Path.of("..", "docs", "configuration.md"));
    assertThat(documented)
        .as("run './tinybase config reference' and put the table into docs/configuration.md")
        .contains(cli().run("config", "reference").out());
  }

  private static List<List<String>> paths(CommandLine command, List<String> path) {
    var all = new ArrayList<List<String>>();
    all.add(path);
    command
        .getSubcommands()
        .forEach((name, child) -> {
          if (child.getCommandSpec().usageMessage().hidden()) {
            return;
          }
          var longer = new ArrayList<>(path);
          longer.add(name);
          all.addAll(paths(child, longer));
        });
    return all;
  }

  private static String[] arguments(List<String> path, String last) {
    var all = new ArrayList<>(path);
    all.add(last);
    return all.toArray(String[]::new);
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }
}
