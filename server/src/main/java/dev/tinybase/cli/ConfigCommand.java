package dev.tinybase.cli;

import dev.tinybase.config.Configuration;
import dev.tinybase.config.SettingsDocument;
import dev.tinybase.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "config",
    description = "Shows the configuration.",
    footer = {"  tinybase config show", "  tinybase config reference"})
final class ConfigCommand {
  private final Shell shell;

  ConfigCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "show",
      description = "Shows each setting's value and where it comes from; secrets are hidden.",
      footer = {"  tinybase config show", "  TINYBASE_SERVER_PORT=80 tinybase config show --json"})
  int show(@Option(names = "--json", description = "As JSON.") boolean json) {
    var configuration = new InstanceFolder(shell).configuration();
    configuration.notices().forEach(shell.err()::println);
    if (json) {
      shell.out().println(json(configuration));
    } else {
      print(configuration);
    }
    return ExitCode.OK;
  }

  private void print(Configuration configuration) {
    var table = new Table("SETTING", "VALUE", "SOURCE");
    for (var setting : configuration.effective()) {
      table.row(setting.key(), shown(setting.value()), setting.origin());
    }
    table.print(shell);
  }

  private static String shown(@Nullable String value) {
    return value == null || value.isEmpty() ? "-" : value;
  }

  private static String json(Configuration configuration) {
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
    return Json.pretty(document);
  }

  @Command(
      name = "reference",
      description = "Prints what can be configured, as a table in Markdown.",
      footer = {"  tinybase config reference > settings.md"})
  int reference() {
    shell.out().print(SettingsDocument.markdown());
    return ExitCode.OK;
  }
}
