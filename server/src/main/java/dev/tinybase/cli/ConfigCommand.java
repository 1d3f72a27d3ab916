package dev.tinybase.cli;

import dev.tinybase.config.SettingsDocument;
import dev.tinybase.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "config",
    description = "Shows the configuration.",
    footer = {"  tinybase config show", "  tinybase config reference"})
record ConfigCommand(Shell shell) {
  @Command(
      name = "show",
      description = "Shows each setting's value and where it comes from; secrets are hidden.",
      footer = {"  tinybase config show", "  TINYBASE_SERVER_PORT=80 tinybase config show --json"})
  void show(@Option(names = "--json", description = "As JSON.") boolean json) {
    var configuration = new InstanceFolder(shell).configuration();
    configuration.notices().forEach(shell.err()::println);
    var document = Json.object();
    var settings = document.putArray("settings");
    for (var setting : configuration.effective()) {
      settings
          .addObject()
          .put("key", setting.key())
          .put("value", setting.value())
          .put("source", setting.origin().toString())
          .put("variable", setting.variable())
          .put("description", setting.description());
    }
    new Table(settings, "SETTING=key", "VALUE=value", "SOURCE=source").print(shell, json, document);
  }

  @Command(
      name = "reference",
      description = "Prints what can be configured, as a table in Markdown.",
      footer = {"  tinybase config reference > settings.md"})
  void reference() {
    shell.out().print(SettingsDocument.markdown());
  }
}
