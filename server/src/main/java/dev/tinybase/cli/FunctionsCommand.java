package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "functions",
    description = "Makes, runs, tests and deploys functions, and shows what they log.",
    footer = {
      "  tinybase functions new place_order",
      "  tinybase functions run place_order --data '{\"item\": \"pen\"}'",
      "  tinybase functions test",
      "  tinybase functions deploy functions/place_order.java --env production",
      "  tinybase functions rollback place_order --env production",
      "  tinybase functions logs -f"
    })
final class FunctionsCommand {
  private final Shell shell;

  private FunctionsCommand(Shell shell) {
    this.shell = shell;
  }

  /** The group with all its commands. */
  static CommandLine tree(Shell shell) {
    return new CommandLine(new FunctionsCommand(shell))
        .addSubcommand(new FunctionsNewCommand(shell))
        .addSubcommand(new FunctionsRunCommand(shell))
        .addSubcommand(new FunctionsTestCommand(shell))
        .addSubcommand(new FunctionsCheckCommand(shell))
        .addSubcommand(new FunctionsDeployCommand(shell))
        .addSubcommand(new FunctionsLogsCommand(shell));
  }

  @Command(
      name = "list",
      description = "Lists the functions with where they come from, and the files with errors.",
      footer = {"  tinybase functions list", "  tinybase functions list --env production --json"})
  int list(
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var deployment = Deployment.open(shell, environment.name())) {
      var document = Json.object();
      document.set("functions", deployment.functions());
      document.set("failures", deployment.failures());
      if (json) {
        shell.out().println(Json.pretty(document));
      } else {
        print(document);
      }
    }
    return ExitCode.OK;
  }

  private void print(JsonNode document) {
    var table = new Table("FUNCTION", "AUTH", "FILE", "VERSION", "DESCRIPTION");
    for (var function : document.path("functions")) {
      table.row(
          function.path("name").asString(),
          function.path("auth").asString(),
          function.path("file_path").asString(),
          function.path("version_id").asString("-"),
          function.path("description").asString(""));
    }
    table.print(shell);
    Diagnostics.print(document.path("failures"), shell.err());
  }

  @Command(
      name = "versions",
      description = "Lists the deployed versions of a function, the newest first.",
      footer = {"  tinybase functions versions place_order --env production"})
  int versions(
      @Parameters(paramLabel = "NAME", description = "The function's name.") String name,
      @Option(names = "--limit", defaultValue = "50", description = "At most so many (50).")
          int limit,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    if (limit < 1 || limit > 100) {
      throw new UsageError("--limit must be from 1 to 100");
    }
    try (var deployment = Deployment.open(shell, environment.name())) {
      var versions = deployment.versions(name, limit);
      if (json) {
        shell.out().println(Json.pretty(versions));
      } else {
        printVersions(versions);
      }
    }
    return ExitCode.OK;
  }

  private void printVersions(JsonNode versions) {
    var table = new Table("", "VERSION", "DEPLOYED", "BY", "CALLS", "NOTES");
    for (var version : versions) {
      table.row(
          version.path("is_active").asBoolean() ? "*" : "",
          version.path("id").asString(),
          version.path("deployed_at").asString(),
          version.path("deployed_by_email").asString("-"),
          version.path("execution_count").asLong(),
          version.path("notes").asString(""));
    }
    table.print(shell);
  }

  @Command(
      name = "activate",
      description = "Makes an earlier version the active one.",
      footer = {"  tinybase functions activate place_order 01890a5d-ac96-774b-bcce-b302099a8057"})
  int activate(
      @Parameters(paramLabel = "NAME", description = "The function's name.") String name,
      @Parameters(paramLabel = "VERSION", description = "As 'functions versions' shows it.")
          UUID version,
      @Mixin EnvironmentOption environment) {
    try (var deployment = Deployment.open(shell, environment.name())) {
      tell(name, deployment.activate(name, version), deployment);
    }
    return ExitCode.OK;
  }

  @Command(
      name = "rollback",
      description = "Goes back to the version that was active before; again, to the one before it.",
      footer = {"  tinybase functions rollback place_order --env production"})
  int rollback(
      @Parameters(paramLabel = "NAME", description = "The function's name.") String name,
      @Mixin EnvironmentOption environment) {
    try (var deployment = Deployment.open(shell, environment.name())) {
      tell(name, deployment.rollback(name), deployment);
    }
    return ExitCode.OK;
  }

  private void tell(String name, JsonNode done, Deployment deployment) {
    shell
        .out()
        .println(
            name
                + ": "
                + done.path("message").asString()
                + ", "
                + done.path("version_id").asString()
                + ", in "
                + deployment.place()
                + ".");
  }

  @Command(
      name = "delete",
      description = {
        "Ends the deployment of a function. Its versions stay and can be activated again.",
        "A file of the functions' folder with the same name comes back."
      },
      footer = {"  tinybase functions delete place_order --yes"})
  int delete(
      @Parameters(paramLabel = "NAME", description = "The function's name.") String name,
      @Option(
              names = {"--yes", "-y"},
              description = "Don't ask.")
          boolean yes,
      @Mixin EnvironmentOption environment) {
    try (var deployment = Deployment.open(shell, environment.name())) {
      var question = "End the deployment of " + name + " in " + deployment.place() + "?";
      if (!Confirmation.given(shell, yes, question)) {
        shell.err().println("Nothing has changed.");
        return ExitCode.OK;
      }
      deployment.delete(name);
      shell.out().println(name + " is not deployed any more in " + deployment.place() + ".");
    }
    return ExitCode.OK;
  }
}
