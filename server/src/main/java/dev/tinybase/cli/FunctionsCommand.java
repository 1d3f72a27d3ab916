package dev.tinybase.cli;

import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.json.Json;
import java.io.PrintStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
        .addSubcommand(new FunctionsIdeCommand(shell))
        .addSubcommand(new FunctionsDeployCommand(shell))
        .addSubcommand(new FunctionsLogsCommand(shell));
  }

  @Command(
      name = "list",
      description = "Lists the functions with where they come from, and the files with errors.",
      footer = {"  tinybase functions list", "  tinybase functions list --env production --json"})
  void list(
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
  }

  private void print(JsonNode document) {
    new Table(
            document.path("functions"),
            "FUNCTION=name",
            "AUTH=auth",
            "FILE=file_path",
            "VERSION=version_id",
            "DESCRIPTION=description")
        .print(shell);
    printDiagnostics(document.path("failures"), shell.err());
  }

  @Command(
      name = "calls",
      description = "Lists the calls of functions, the newest first, with how they ended.",
      footer = {
        "  tinybase functions calls --status failed",
        "  tinybase functions calls --function place_order --limit 5 --env production --json"
      })
  void calls(
      @Option(
              names = "--function",
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Functions.class,
              description = "Only of this function.")
          @Nullable String function,
      @Option(names = "--status", description = "Only running, succeeded or failed ones.")
          @Nullable Status status,
      @Mixin PageOptions page,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    var path =
        new RequestPath(ALL + "/calls")
            .page(page)
            .parameter("total", false)
            .parameter("function_name", function)
            .parameter("status", status);
    try (var api = environment.open(shell)) {
      var document = api.send("GET", path.text(), null);
      new Table(
              document.path("calls"),
              "STARTED=started_at",
              "FUNCTION=function_name",
              "STATUS=status",
              "MS=duration_ms",
              "ERROR=error_type",
              "MESSAGE=error_message",
              "ID=id")
          .print(shell, json, document);
    }
  }

  @Command(
      name = "versions",
      description = "Lists the deployed versions of a function, the newest first.",
      footer = {"  tinybase functions versions place_order --env production"})
  void versions(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Functions.class,
              description = "The function's name.")
          String name,
      @Option(names = "--limit", defaultValue = "50", description = "At most so many (50).")
          int limit,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    if (limit < 1 || limit > 100) {
      throw new UsageError("--limit must be from 1 to 100");
    }
    try (var api = environment.open(shell)) {
      var versions = api.send("GET", path(name) + "/versions?limit=" + limit, null);
      new Table(
              versions,
              "=is_active",
              "VERSION=id",
              "DEPLOYED=deployed_at",
              "BY=deployed_by_email|deployed_by_token",
              "CALLS=execution_count",
              "NOTES=notes")
          .print(shell, json, versions);
    }
  }

  @Command(
      name = "activate",
      description = "Makes an earlier version the active one.",
      footer = {"  tinybase functions activate place_order 01890a5d-ac96-774b-bcce-b302099a8057"})
  void activate(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Functions.class,
              description = "The function's name.")
          String name,
      @Parameters(paramLabel = "VERSION", description = "As 'functions versions' shows it.")
          UUID version,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var body = Json.object().put("version_id", version.toString());
      tell(name, api.send("POST", path(name) + "/activate", body), api);
    }
  }

  @Command(
      name = "rollback",
      description = "Goes back to the version that was active before; again, to the one before it.",
      footer = {"  tinybase functions rollback place_order --env production"})
  void rollback(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Functions.class,
              description = "The function's name.")
          String name,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      tell(name, api.send("POST", path(name) + "/rollback", null), api);
    }
  }

  private void tell(String name, JsonNode done, ApiClient api) {
    var message = done.path("message").asString();
    var version = done.path("version_id").asString();
    shell.out().println(name + ": " + message + ", " + version + ", in " + api.place() + ".");
  }

  private static String path(String name) {
    return new RequestPath(ALL).segment(name).text();
  }

  @Command(
      name = "delete",
      description = {
        "Ends the deployment of a function. Its versions stay and can be activated again.",
        "A file of the functions' folder with the same name comes back."
      },
      footer = {"  tinybase functions delete place_order --yes"})
  void delete(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Functions.class,
              description = "The function's name.")
          String name,
      @Mixin Confirmation confirmation,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var question = "End the deployment of " + name + " in " + api.place() + "?";
      if (!confirmation.given(shell, question)) {
        shell.err().println("Nothing has changed.");
        return;
      }
      api.send("DELETE", path(name), null);
      shell.out().println(name + " is not deployed any more in " + api.place() + ".");
    }
  }

  /** Prints errors of files as compilers do, so that editors and people find the place. */
  static void printDiagnostics(JsonNode files, PrintStream out) {
    for (var file : files) {
      file.path("diagnostics").forEach(diagnostic -> out.println(diagnostic(diagnostic)));
      if (file.path("live").asBoolean(false)) {
        out.println(file.path("file").asString() + ": its last good version stays");
      }
    }
  }

  /** {@code functions/hello.java:3:5: ';' expected}. */
  static String diagnostic(JsonNode diagnostic) {
    long line = diagnostic.path("line").asLong(0);
    long column = diagnostic.path("column").asLong(0);
    return diagnostic.path("file").asString("")
        + (line > 0 ? ":" + line + (column > 0 ? ":" + column : "") : "")
        + ": "
        + diagnostic.path("message").asString("");
  }
}
