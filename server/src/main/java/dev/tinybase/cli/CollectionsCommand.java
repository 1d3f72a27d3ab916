package dev.tinybase.cli;

import dev.tinybase.TinyBase;
import dev.tinybase.collections.AccessWarnings;
import dev.tinybase.collections.CollectionChange;
import dev.tinybase.collections.CollectionFile;
import dev.tinybase.collections.CollectionJson;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
              description = "Fields that may be dropped with their values.")
          @Nullable Set<String> drop) {
    var wishes =
        files.stream()
            .map(file -> shell.directory().resolve(file))
            .flatMap(file -> CollectionFile.read(file).stream())
            .toList();
    try (var tinybase = new InstanceFolder(shell).openOrMake()) {
      for (var wish : wishes) {
        tell(apply(tinybase, wish, drop == null ? Set.of() : drop, dryRun), dryRun);
      }
    }
  }

  private static CollectionChange apply(
      TinyBase tinybase, NewCollection wish, Set<String> drop, boolean dryRun) {
    try {
      return tinybase.collections().apply(wish, drop, dryRun);
    } catch (Problem e) {
      throw Problem.of(e.kind(), e.code(), "Collection '" + wish.name() + "': " + e.detail());
    }
  }

  private void tell(CollectionChange change, boolean dryRun) {
    var name = change.collection().name();
    if (change.created()) {
      shell.out().println(name + ": " + (dryRun ? "would be made." : "made."));
    } else if (change.steps().isEmpty()) {
      shell.out().println(name + ": is as declared.");
    } else {
      shell.out().println(name + ": " + (dryRun ? "would be changed." : "changed."));
      change.steps().forEach(step -> shell.out().println("  " + step.text()));
    }
    AccessWarnings.of(change.collection())
        .forEach(warning -> shell.err().println(name + ": " + warning));
  }
}
