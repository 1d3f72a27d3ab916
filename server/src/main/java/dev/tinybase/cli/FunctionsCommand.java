package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
record FunctionsCommand(Shell shell) {
  /** Where the API administrates them. */
  static final String ALL = "/api/admin/functions";

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
    try (var api = environment.open(shell)) {
      var document = Json.object();
      api.loadFunctions();
      document.set("functions", api.send("GET", "/api/functions/admin/list", null));
      document.set("failures", api.send("GET", ALL + "/failures", null).path("failures"));
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
    try (var api = environment.open(shell)) {
      var versions = api.send("GET", path(name) + "/versions?limit=" + limit, null);
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
      table.print(shell, json, versions);
    }
    return ExitCode.OK;
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
    try (var api = environment.open(shell)) {
      var body = Json.object().put("version_id", version.toString());
      tell(name, api.send("POST", path(name) + "/activate", body), api);
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
    try (var api = environment.open(shell)) {
      tell(name, api.send("POST", path(name) + "/rollback", null), api);
    }
    return ExitCode.OK;
  }

  private void tell(String name, JsonNode done, ApiClient api) {
    var message = done.path("message").asString();
    var version = done.path("version_id").asString();
    shell.out().println(name + ": " + message + ", " + version + ", in " + api.place() + ".");
  }

  private static String path(String name) {
    return ALL + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
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
      @Mixin Confirmation confirmation,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var question = "End the deployment of " + name + " in " + api.place() + "?";
      if (!confirmation.given(shell, question)) {
        shell.err().println("Nothing has changed.");
        return ExitCode.OK;
      }
      api.send("DELETE", path(name), null);
      shell.out().println(name + " is not deployed any more in " + api.place() + ".");
    }
    return ExitCode.OK;
  }
}
