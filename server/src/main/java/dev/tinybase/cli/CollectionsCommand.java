package dev.tinybase.cli;

import dev.tinybase.collections.CollectionFile;
import dev.tinybase.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "collections",
    description = "Lists, shows, declares and deletes collections.",
    footer = {
      "  tinybase collections list",
      "  tinybase collections show cities > cities.json",
      "  tinybase collections apply cities.json posts.toml --dry-run",
      "  tinybase collections delete cities"
    })
record CollectionsCommand(Shell shell) {
  private static final RequestPath ALL = new RequestPath("/api/collections");

  @Command(
      name = "list",
      description = "Lists the collections by name.",
      footer = {
        "  tinybase collections list",
        "  tinybase collections list --env production --json"
      })
  void list(
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var document = Json.object();
      var list = document.set("collections", api.send("GET", ALL.text(), null)).path("collections");
      new Table(list, "NAME=name", "LABEL=label", "FIELDS=schema/fields", "UPDATED=updated_at")
          .print(shell, json, document);
    }
  }

  @Command(
      name = "show",
      description = "Shows a collection as JSON, which 'collections apply' understands.",
      footer = {
        "  tinybase collections show cities",
        "  tinybase collections show cities --env production > cities.json"
      })
  void show(
      @Parameters(
              paramLabel = "COLLECTION",
              completionCandidates = NameCandidates.Collections.class,
              description = "Its name.")
          String name,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      shell.out().println(Json.pretty(api.send("GET", ALL.segment(name).text(), null)));
    }
  }

  @Command(
      name = "delete",
      description = {
        "Deletes a collection with all its records. It says how many there are, and asks for the"
            + " collection's name.",
        "'tinybase export' keeps a copy."
      },
      footer = {
        "  tinybase collections delete cities",
        "  tinybase collections delete cities --yes --env staging"
      })
  void delete(
      @Parameters(
              paramLabel = "COLLECTION",
              completionCandidates = NameCandidates.Collections.class,
              description = "Its name.")
          String name,
      @Mixin Confirmation confirmation,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var path = ALL.segment(name);
      var count = path.segment("records").parameter("limit", 0).parameter("total", true);
      long records = api.send("GET", count.text(), null).path("total").asLong();
      var held = String.format(Locale.ROOT, records == 1 ? "%,d record" : "%,d records", records);
      var question = "Delete collection '%s' with %s in %s?".formatted(name, held, api.place());
      if (!confirmation.givenByName(shell, question, name)) {
        shell.err().println("Nothing was deleted.");
        return;
      }
      api.send("DELETE", path.parameter("drop_records", records > 0 ? true : null).text(), null);
      shell.out().println("Deleted " + name + " with " + held + ".");
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
