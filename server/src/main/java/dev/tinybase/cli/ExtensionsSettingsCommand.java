package dev.tinybase.cli;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "settings",
    description = {
      "Shows the settings of an extension, or sets some, which is in effect at once.",
      "Secrets can be set and not be read."
    },
    footer = {
      "  tinybase extensions settings audit-trail",
      "  tinybase extensions settings audit-trail keep_days=90 --env production",
      "  tinybase extensions settings audit-trail --reset keep_days",
      "  tinybase extensions settings webhooks --secret signing_key < key"
    })
final class ExtensionsSettingsCommand implements Runnable {
  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      completionCandidates = NameCandidates.Extensions.class,
      description = ExtensionsCommand.NAME)
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "SETTING=VALUE",
      description = "Values by the names of their settings.")
  private List<String> assignments = List.of();

  @Option(
      names = "--secret",
      paramLabel = "SETTING",
      description = "Asks for the value of this one, or reads it from standard input.")
  private @Nullable String secret;

  @Option(
      names = "--reset",
      paramLabel = "SETTING",
      description = "Gives this one its default again; may be repeated.")
  private List<String> reset = List.of();

  @Option(names = "--json", description = "The values as JSON.")
  private boolean json;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  ExtensionsSettingsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    try (var extensions = ExtensionClient.open(shell, environment)) {
      var declared = extensions.get(ExtensionClient.one(name)).path("settings");
      var changes = changes(declared);
      var path = ExtensionClient.one(name).segment("settings").text();
      var values = extensions.api().send(changes.isEmpty() ? "GET" : "PATCH", path, body(changes));
      print(declared, values);
    }
  }

  private static @Nullable JsonNode body(ObjectNode changes) {
    return changes.isEmpty() ? null : changes;
  }

  private ObjectNode changes(JsonNode declared) {
    var changes = Json.object();
    for (var assignment : assignments) {
      var halves = assignment.split("=", 2);
      if (halves.length < 2) {
        throw new UsageError("'" + assignment + "' must be SETTING=VALUE");
      }
      changes.set(halves[0], value(setting(declared, halves[0]), halves[1]));
    }
    reset.forEach(it -> changes.putNull(setting(declared, it).path("name").asString()));
    if (secret != null) {
      var _ = setting(declared, secret);
      changes.put(secret, SecretInput.value(shell, secret, null));
    }
    return changes;
  }

  private JsonNode setting(JsonNode declared, String wanted) {
    var names = declared.valueStream().map(it -> it.path("name").asString()).toList();
    int index = names.indexOf(wanted);
    if (index < 0) {
      var hint = DidYouMean.hint(wanted, names);
      throw new UsageError(name + " has no setting '" + wanted + "'" + hint);
    }
    return declared.path(index);
  }

  /** The value by its type; what is none of it goes as a text, which the server refuses. */
  private static JsonNode value(JsonNode setting, String text) {
    var nodes = Json.mapper().getNodeFactory();
    if (setting.path("type").asString().equals("string")) {
      return nodes.stringNode(text);
    }
    try {
      return Json.parse(text);
    } catch (Problem _) {
      return nodes.stringNode(text);
    }
  }

  private void print(JsonNode declared, JsonNode values) {
    var rows = (ArrayNode) declared.deepCopy();
    for (var row : rows) {
      var value = values.path(row.path("name").asString());
      var shown = row.path("secret").asBoolean() ? "(secret)" : text(value);
      ((ObjectNode) row).put("value", shown).put("default", text(row.path("default")));
    }
    new Table(
            rows,
            "SETTING=name",
            "VALUE=value",
            "DEFAULT=default",
            "TYPE=type",
            "MEANING=description")
        .print(shell, json, values);
  }

  private static @Nullable String text(JsonNode value) {
    return value.isNull() || value.isMissingNode() ? null : value.asString();
  }
}
