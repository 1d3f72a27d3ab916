package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "deploy",
    description = {
      "Deploys a file, or all functions of a folder with the files of its lib/.",
      "Each is compiled there first; what has errors is not deployed, and the rest is."
    },
    footer = {
      "  tinybase functions deploy --env production",
      "  tinybase functions deploy functions/place_order.java -e production -n 'sells less'",
      "  TINYBASE_API_URL=https://example.org TINYBASE_API_TOKEN=... tinybase functions deploy"
    })
final class FunctionsDeployCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "0..1",
      description = "What to deploy (the folder of the functions).")
  private @Nullable Path path;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(
      names = {"--notes", "-n"},
      paramLabel = "TEXT",
      description = "Kept with the versions.")
  private @Nullable String notes;

  @Option(names = "--atomic", description = "All or nothing.")
  private boolean atomic;

  @Option(names = "--json", description = "The outcomes as JSON.")
  private boolean json;

  FunctionsDeployCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var uploads = uploads();
    try (var api = environment.open(shell)) {
      var outcomes =
          api.send("POST", FunctionsCommand.ALL + "/upload-batch?atomic=" + atomic, body(uploads));
      if (json) {
        shell.out().println(Json.pretty(outcomes));
      } else {
        print(uploads, outcomes, api.place());
      }
      return refused(outcomes).isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private List<FunctionUpload> uploads() {
    var folder = path == null ? new InstanceFolder(shell).settings().functions().path() : path;
    var uploads = FunctionSources.read(shell.directory().resolve(folder), notes);
    if (uploads.isEmpty()) {
      throw Problem.notFound("no_functions", "There are no functions in " + folder + ".");
    }
    return uploads;
  }

  private static JsonNode body(List<FunctionUpload> uploads) {
    var body = Json.object();
    var functions = body.putArray("functions");
    for (var upload : uploads) {
      var entry =
          functions.addObject().put("filename", upload.filename()).put("content", upload.content());
      if (upload.notes() != null) {
        entry.put("notes", upload.notes());
      }
    }
    return body;
  }

  private void print(List<FunctionUpload> uploads, JsonNode outcomes, String place) {
    var refused = refused(outcomes);
    var done = Json.mapper().createArrayNode();
    for (var outcome : outcomes) {
      if (!isRefused(outcome)) {
        done.add(outcome);
      }
      outcome
          .path("warnings")
          .forEach(warning -> shell.err().println("Warning: " + warning.asString()));
    }
    shell
        .out()
        .println("Deployed %d of %d files to %s".formatted(done.size(), uploads.size(), place));
    if (!done.isEmpty()) {
      new Table(done, "FUNCTION=function_name", "VERSION=version_id", "OUTCOME=message")
          .print(shell);
    }
    refused.forEach(this::explain);
  }

  private void explain(JsonNode outcome) {
    var err = shell.err();
    err.println(
        outcome.path("function_name").asString() + ": " + outcome.path("message").asString());
    outcome
        .path("diagnostics")
        .forEach(diagnostic -> err.println("  " + FunctionsCommand.diagnostic(diagnostic)));
  }

  private static List<JsonNode> refused(JsonNode outcomes) {
    return outcomes.valueStream().filter(FunctionsDeployCommand::isRefused).toList();
  }

  private static boolean isRefused(JsonNode outcome) {
    return outcome.path("version_id").asString("").isEmpty();
  }
}
