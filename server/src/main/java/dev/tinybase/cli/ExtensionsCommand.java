package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "extensions",
    description = {
      "Installs, updates and removes extensions: hooks, functions, schedules, routes, collections and"
          + " pages that somebody else has written, or you for several instances.",
      "Whatever changes is in effect at once, on a server that runs as well."
    },
    footer = {
      "  tinybase extensions preview acme/audit-trail",
      "  tinybase extensions install acme/audit-trail --ref v1.2.0",
      "  tinybase extensions list --check-updates",
      "  tinybase extensions settings audit-trail keep_days=90",
      "  tinybase extensions new guest-book"
    })
record ExtensionsCommand(Shell shell) {
  static final String NAME = "The extension's name.";
  private static final String UPDATES = "Look for newer versions, which asks their repositories.";

  /** The group with all its commands. */
  static CommandLine tree(Shell shell) {
    return new CommandLine(new ExtensionsCommand(shell))
        .addSubcommand(new ExtensionsInstallCommand(shell))
        .addSubcommand(new ExtensionsSettingsCommand(shell))
        .addSubcommand(new ExtensionsNewCommand(shell))
        .addSubcommand(new ExtensionsTestCommand(shell));
  }

  @Command(
      name = "list",
      description = "Lists the extensions by name, with how they are.",
      footer = {
        "  tinybase extensions list --enabled",
        "  tinybase extensions list --check-updates --env production --json"
      })
  void list(
      @Option(names = "--enabled", description = "Only those that are enabled.") boolean enabled,
      @Option(names = "--check-updates", description = UPDATES) boolean checkUpdates,
      @Mixin PageOptions page,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    var path =
        ExtensionClient.ALL
            .page(page)
            .parameter("enabled_only", enabled)
            .parameter("check_updates", checkUpdates);
    try (var extensions = ExtensionClient.open(shell, environment)) {
      var document = extensions.get(path);
      var rows = document.path("extensions");
      new Table(
              rows,
              "NAME=name",
              "VERSION=version",
              "STATUS=status",
              "UPDATE=update_available",
              "FROM=repo_url",
              "DESCRIPTION=description")
          .print(shell, json, document);
      if (!json) {
        rows.forEach(row -> ExtensionDetails.tellError(shell, row));
        page.tellTotal(shell, rows.size(), document, "extensions");
      }
    }
  }

  @Command(
      name = "show",
      description = "Shows an extension whole: what it brings, and where it came from.",
      footer = {"  tinybase extensions show audit-trail"})
  void show(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Extensions.class,
              description = NAME)
          String name,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var extensions = ExtensionClient.open(shell, environment)) {
      new ExtensionDetails(shell, extensions.get(ExtensionClient.one(name))).print(json);
    }
  }

  @Command(
      name = "preview",
      description = "Shows what an extension would bring; nothing is installed or changed.",
      footer = {
        "  tinybase extensions preview acme/audit-trail --ref v1.2.0",
        "  tinybase extensions preview ./guest-book"
      })
  void preview(
      @Mixin ExtensionSourceOptions source,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var extensions = ExtensionClient.open(shell, environment)) {
      new ExtensionDetails(shell, extensions.preview(source)).print(json);
    }
  }

  @Command(
      name = "update",
      description = {
        "Brings an extension to the newest state of where it came from, or to another one of it.",
        "Where the new one is broken, nothing changes."
      },
      footer = {
        "  tinybase extensions update audit-trail",
        "  tinybase extensions update audit-trail --ref v1.3.0 --env production"
      })
  void update(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Extensions.class,
              description = NAME)
          String name,
      @Option(
              names = "--ref",
              paramLabel = "REF",
              description = "A branch, a tag or a commit; the default branch when left out.")
          @Nullable String ref,
      @Option(names = "--json", description = "Print the extension as JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var extensions = ExtensionClient.open(shell, environment)) {
      var before = extensions.get(ExtensionClient.one(name)).path("version").asString();
      var body = Json.object();
      if (ref != null) {
        body.put("ref", ref);
      }
      var updated = extensions.update(name, body);
      var from = before.equals(version(updated)) ? "" : ", after " + before;
      tell(json, updated, "%s is %s now%s.".formatted(name, version(updated), from));
    }
  }

  private static String version(JsonNode extension) {
    return extension.path("version").asString();
  }

  @Command(
      name = "enable",
      description = "Lets an extension work again.",
      footer = {"  tinybase extensions enable audit-trail"})
  void enable(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Extensions.class,
              description = NAME)
          String name,
      @Option(names = "--json", description = "Print the extension as JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    setEnabled(name, true, json, environment);
  }

  @Command(
      name = "disable",
      description = {
        "Lets an extension rest: no hook of it runs, its functions and routes are not found, its"
            + " schedules are paused. Its data stays."
      },
      footer = {"  tinybase extensions disable audit-trail"})
  void disable(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Extensions.class,
              description = NAME)
          String name,
      @Option(names = "--json", description = "Print the extension as JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    setEnabled(name, false, json, environment);
  }

  private void setEnabled(
      String name, boolean enabled, boolean json, EnvironmentOption environment) {
    var word = enabled ? "enabled" : "disabled";
    try (var extensions = ExtensionClient.open(shell, environment)) {
      var found = extensions.get(ExtensionClient.one(name));
      boolean already = found.path("is_enabled").asBoolean() == enabled;
      var now = already ? found : extensions.setEnabled(name, enabled);
      tell(json, now, name + (already ? " is " + word + " already." : " is " + word + "."));
      if (!json) {
        ExtensionDetails.tellError(shell, now);
      }
    }
  }

  @Command(
      name = "uninstall",
      description = {
        "Removes an extension with its hooks, functions, routes and schedules.",
        "Its collections stay with their records, unless they are to be dropped."
      },
      footer = {
        "  tinybase extensions uninstall audit-trail",
        "  tinybase extensions uninstall audit-trail --drop-collections --yes"
      })
  void uninstall(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Extensions.class,
              description = NAME)
          String name,
      @Option(
              names = "--drop-collections",
              description = "Its collections go as well, with all their records.")
          boolean dropCollections,
      @Mixin Confirmation confirmation,
      @Mixin EnvironmentOption environment) {
    try (var extensions = ExtensionClient.open(shell, environment)) {
      var details = new ExtensionDetails(shell, extensions.get(ExtensionClient.one(name)));
      details.print(shell.err());
      var loss = dropCollections ? " and drop " + details.collections() : "";
      var question = "Uninstall " + name + loss + " in " + extensions.place() + "?";
      if (!confirmation.given(shell, question)) {
        shell.err().println("Nothing was uninstalled.");
        return;
      }
      extensions.delete(name, dropCollections);
      shell.out().println("Uninstalled " + name + ".");
    }
  }

  @Command(
      name = "check-updates",
      description = "Tells of which extensions there are newer versions.",
      footer = {"  tinybase extensions check-updates", "  tinybase extensions check-updates slugs"})
  void checkUpdates(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Extensions.class,
              arity = "0..1",
              description = NAME)
          @Nullable String name,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var extensions = ExtensionClient.open(shell, environment)) {
      var path = name == null ? ExtensionClient.ALL : ExtensionClient.one(name);
      var document = extensions.get(path.parameter("check_updates", true));
      if (json) {
        shell.out().println(Json.pretty(document));
        return;
      }
      var found = name == null ? document.path("extensions").values() : List.of(document);
      found.forEach(extension -> shell.out().println(update(extension)));
      if (StreamSupport.stream(found.spliterator(), false).findAny().isEmpty()) {
        shell.err().println("There are no extensions.");
      }
    }
  }

  private static String update(JsonNode extension) {
    var available = extension.path("update_available");
    var state =
        available.isBoolean()
            ? (available.booleanValue() ? "there is a newer one." : "up to date.")
            : "not known; its repository gave no answer.";
    return extension.path("name").asString() + " " + version(extension) + ": " + state;
  }

  private void tell(boolean json, JsonNode document, String sentence) {
    shell.out().println(json ? Json.pretty(document) : sentence);
  }
}
