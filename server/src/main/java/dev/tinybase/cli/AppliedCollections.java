package dev.tinybase.cli;

import tools.jackson.databind.JsonNode;

/**
 * What became of collections that were applied, for people.
 *
 * @param outcome of the deployment
 */
record AppliedCollections(Shell shell, JsonNode outcome) {
  void print() {
    boolean dryRun = outcome.path("dry_run").asBoolean();
    for (var collection : outcome.path("collections")) {
      var name = collection.path("name").asString();
      shell.out().println(name + ": " + words(collection.path("outcome").asString(), dryRun));
      collection
          .path("changes")
          .forEach(change -> shell.out().println("  " + change.path("text").asString()));
      collection
          .path("warnings")
          .forEach(warning -> shell.err().println(name + ": " + warning.asString()));
    }
  }

  private static String words(String outcome, boolean dryRun) {
    return switch (outcome) {
      case "created" -> dryRun ? "would be made." : "made.";
      case "changed" -> dryRun ? "would be changed." : "changed.";
      default -> "is as declared.";
    };
  }
}
