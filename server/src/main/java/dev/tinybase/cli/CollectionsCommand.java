package dev.tinybase.cli;

import dev.tinybase.collections.CollectionFile;
import dev.tinybase.collections.CollectionJson;
import dev.tinybase.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "collections",
    description = "Lists, shows and declares collections.",
    footer = {
      "  tinybase collections list",
      "  tinybase collections show cities > cities.json",
      "  tinybase collections apply cities.json posts.toml --dry-run"
    })
record CollectionsCommand(Shell shell) {
  @Command(
      name = "list",
      description = "Lists the collections by name.",
      footer = {"  tinybase collections list", "  tinybase collections list --json"})
  void list(@Option(names = "--json", description = "As JSON.") boolean json) {
    try (var tinybase = new InstanceFolder(shell).open()) {
      var document = Json.object();
      var list = document.putArray("collections");
      for (var collection : tinybase.collections().list()) {
        list.add(CollectionJson.of(collection, true));
      }
      new Table(list, "NAME=name", "LABEL=label", "FIELDS=schema/fields", "UPDATED=updated_at")
          .print(shell, json, document);
    }
  }

  @Command(
      name = "show",
      description = "Shows a collection as JSON, which 'collections apply' understands.",
      footer = {"  tinybase collections show cities"})
  void show(@Parameters(paramLabel = "COLLECTION", description = "Its name.") String name) {
    try (var tinybase = new InstanceFolder(shell).open()) {
      var collection = tinybase.collections().get(name);
      shell.out().println(Json.pretty(CollectionJson.of(collection, true)));
    }
  }

  @Command(
      name = "apply",
      description = {
        "Makes the collections of files be as declared there: makes those that are missing, changes"
            + " the others, and tells what was done.",
        "Several collections are changed together: all of them or, where something stands in the way,"
            + " none.",
        "A file is JSON or TOML with name, label, schema and options."
      },
      footer = {
        "  tinybase collections apply cities.json",
        "  tinybase collections apply *.toml --dry-run",
        "  tinybase collections apply posts.json --drop subtitle,rating"
      })
  void apply(
      @Parameters(paramLabel = "FILE", arity = "1..*", description = "JSON or TOML.")
          List<Path> files,
      @Option(names = "--dry-run", description = "Change nothing, tell what would be done.")
          boolean dryRun,
      @Option(
              names = "--drop",
              split = ",",
              paramLabel = "FIELD",
              description = {
                "Fields that may be dropped with their values;",
                "COLLECTION.FIELD where there are several collections."
              })
          @Nullable List<String> drop,
      @Mixin EnvironmentOption environment) {
    var collections =
        files.stream()
            .map(file -> shell.directory().resolve(file))
            .flatMap(file -> CollectionFile.read(file).stream())
            .toList();
    var body = DeploymentBody.of(collections, List.of());
    DeploymentBody.drop(body, drop == null ? List.of() : drop, collections);
    body.put("tracked", false).put("dry_run", dryRun);
    try (var api = environment.openOrMake(shell)) {
      new AppliedCollections(shell, DeploymentBody.send(api, body)).print();
    }
  }
}
