package dev.tinybase.cli;

import dev.tinybase.config.RemoteServers;
import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(
    name = "completion",
    description = "Prints a script that completes commands, options and names in your shell.",
    footer = {
      "  source <(tinybase completion bash)                  for this session",
      "  tinybase completion zsh >> ~/.zshrc                 for good"
    })
record CompletionCommand(Shell shell) {
  private static final Pattern MARKS =
      Pattern.compile("\\(\"" + NameCandidates.MARK + "([a-z]+)\"\\)");

  /** Names that a shell takes as they are. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]+");

  /** The server that the line asks for; bash takes {@code --env=NAME} for three words. */
  private static final String SERVER =
      """
      _tinybase_server() {
        local i
        for ((i = 1; i < COMP_CWORD - 1; i++)); do
          if [[ ${COMP_WORDS[i]} == --env || ${COMP_WORDS[i]} == -e ]]; then
            [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
            printf -- '--env=%s' "${COMP_WORDS[i + 1]}"
          fi
        done
      }
      """;

  @Command(name = "bash", description = "The script for bash.")
  void bash() {
    shell.out().println(script());
  }

  @Command(name = "zsh", description = "The script for zsh.")
  void zsh() {
    shell.out().println("autoload -Uz compinit bashcompinit && compinit && bashcompinit");
    shell.out().println(script());
  }

  private String script() {
    return SERVER
        + MARKS
            .matcher(AutoComplete.bash("tinybase", Cli.tree(shell, null)))
            .replaceAll("(\\$(tinybase completion names $1 \\$(_tinybase_server) 2>/dev/null))");
  }

  @Command(
      name = "names",
      hidden = true,
      description = "What the script asks for: the names of things, one a line.")
  void names(
      @Parameters(paramLabel = "THINGS", description = "Which.") NamedThing things,
      @Mixin EnvironmentOption environment) {
    namesOf(things, environment).filter(PLAIN.asMatchPredicate()).forEach(shell.out()::println);
  }

  private Stream<String> namesOf(NamedThing things, EnvironmentOption environment) {
    if (things == NamedThing.ENVIRONMENTS) {
      return new RemoteServers(shell.directory(), shell.environment()).names().stream();
    }
    if (things == NamedThing.FUNCTIONS && environment.isLocal(shell)) {
      return Stream.concat(functionFiles(), deployedFunctions()).distinct().sorted();
    }
    try (var api = environment.open(shell)) {
      return listed(api, things).valueStream().map(item -> item.path("name").asString(""));
    }
  }

  private static JsonNode listed(ApiClient api, NamedThing things) {
    return switch (things) {
      case COLLECTIONS -> api.send("GET", "/api/collections", null);
      case FUNCTIONS -> api.send("GET", "/api/functions/admin/list", null);
      case SCHEDULES -> api.send("GET", "/api/admin/schedules?limit=1000", null).path("schedules");
      case EXTENSIONS ->
          api.send("GET", "/api/admin/extensions?limit=1000", null).path("extensions");
      case SECRETS -> api.send("GET", "/api/admin/secrets", null).path("secrets");
      case ENVIRONMENTS -> JsonNodeFactory.instance.arrayNode();
    };
  }

  /** By the names of their files: to compile them takes longer than somebody who types waits. */
  private Stream<String> functionFiles() {
    var folder = new InstanceFolder(shell).settings().functions().path();
    try (var files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList().stream()
          .filter(name -> name.matches("[a-z].*(?<!Test)\\.java"))
          .map(name -> name.replaceFirst("\\.java$", ""));
    } catch (IOException _) {
      return Stream.empty();
    }
  }

  private Stream<String> deployedFunctions() {
    try (var tinybase = new InstanceFolder(shell).open()) {
      return tinybase.functions().deployments().names().stream();
    } catch (Problem _) {
      return Stream.empty(); // there is no instance here, only files
    }
  }
}
