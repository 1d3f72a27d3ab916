package dev.tinybase.cli;

import dev.tinybase.collections.CollectionFile;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "deploy",
    description = {
      "Deploys the app of this folder: collections/*.json and *.toml, and the functions with the"
          + " files of their lib/, and the extensions that extensions.toml lists.",
      "Everything is checked and compiled there first, then changed together or not at all. What is"
          + " there and not in the files stays."
    },
    footer = {
      "  tinybase deploy --env production --plan       tell what would change, and change nothing",
      "  tinybase deploy --env production",
      "  tinybase deploy --env production --drop members.fax --yes"
    })
final class DeployCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What can be deployed alone. */
  enum Part {
    COLLECTIONS,
    FUNCTIONS,
    EXTENSIONS
  }

  private final Shell shell;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(names = "--plan", description = "Tell what would change, and change nothing.")
  private boolean planned;

  @Option(
      names = "--drop",
      split = ",",
      paramLabel = "COLLECTION.FIELD",
      description = "Fields that may be dropped with their values.")
  private List<String> drop = List.of();

  @Option(
      names = "--overwrite-drift",
      description = "Overwrite what somebody has changed there since the last deployment.")
  private boolean overwriteDrift;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Only collections, functions or extensions.")
  private Set<Part> only = Set.of(Part.values());

  @Option(
      names = {"--notes", "-n"},
      paramLabel = "TEXT",
      description = "Kept with the versions of functions.")
  private @Nullable String notes;

  @Option(names = "--json", description = "What was done, or would be, as JSON.")
  private boolean json;

  @Mixin private Confirmation confirmation = new Confirmation();

  DeployCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var extensions = extensions();
    var body = body(extensions.isEmpty());
    try (var api = environment.open(shell, PATIENCE)) {
      if (!extensions.isEmpty()) {
        api.loadFunctions();
        DeploymentBody.extensions(body, extensions, api, shell.directory());
      }
      var outcome = DeploymentBody.send(api, body.put("dry_run", true));
      var plan = new DeploymentPlan(outcome);
      if (!json) {
        plan.print(shell, api.place());
      }
      if (!planned) {
        if (!agreed(plan, api.place())) {
          shell.err().println("Nothing was deployed.");
          return ExitCode.FAILED;
        }
        outcome = DeploymentBody.send(api, body.put("dry_run", false));
        shell.err().println("Deployed: " + new DeploymentPlan(outcome).summary() + ".");
      }
      if (json) {
        shell.out().println(Json.pretty(outcome));
      }
      return ExitCode.OK;
    }
  }

  private boolean agreed(DeploymentPlan plan, String place) {
    var losses = plan.losses();
    return losses.isEmpty()
        || confirmation.given(shell, "Lose " + String.join(", ", losses) + " in " + place + "?");
  }

  private ObjectNode body(boolean needsFiles) {
    var collections = collections();
    var functions = functions();
    if (needsFiles && collections.isEmpty() && functions.isEmpty()) {
      throw Problem.notFound(
          "nothing_to_deploy",
          "There is nothing to deploy here: neither declarations in "
              + CollectionFile.FOLDER
              + "/ nor functions in "
              + functionsFolder()
              + ". Go to the folder of your app.");
    }
    var body = DeploymentBody.of(collections, functions).put("overwrite_drift", overwriteDrift);
    DeploymentBody.drop(body, drop, collections);
    return notes == null ? body : body.put("notes", notes);
  }

  private List<NewCollection> collections() {
    return only.contains(Part.COLLECTIONS)
        ? CollectionFile.readFolder(shell.directory().resolve(CollectionFile.FOLDER))
        : List.of();
  }

  private JsonNode extensions() {
    return only.contains(Part.EXTENSIONS)
        ? ExtensionsFile.read(shell.directory().resolve(ExtensionsFile.NAME))
        : Json.mapper().createArrayNode();
  }

  private List<FunctionUpload> functions() {
    var folder = functionsFolder();
    return only.contains(Part.FUNCTIONS) && Files.isDirectory(folder)
        ? FunctionSources.read(folder, notes)
        : List.of();
  }

  private Path functionsFolder() {
    return shell.directory().resolve(new InstanceFolder(shell).settings().functions().path());
  }
}
