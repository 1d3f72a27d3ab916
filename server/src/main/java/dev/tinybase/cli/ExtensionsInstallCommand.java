package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "install",
    description = {
      "Shows what an extension brings, asks, and installs it.",
      "Its code runs with all rights of the server: install only what you trust."
    },
    footer = {
      "  tinybase extensions install acme/audit-trail --ref v1.2.0",
      "  tinybase extensions install https://git.example.org/shop/slugs.git",
      "  tinybase extensions install ./guest-book --yes"
    })
final class ExtensionsInstallCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ExtensionSourceOptions source = new ExtensionSourceOptions();
  @Mixin private Confirmation confirmation = new Confirmation();

  @Option(names = "--json", description = "Print the extension as JSON.")
  private boolean json;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  ExtensionsInstallCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (var extensions = ExtensionClient.open(shell, environment)) {
      if (!agreed(extensions)) {
        shell.err().println("Nothing was installed.");
        return ExitCode.OK;
      }
      var installed = extensions.install(source);
      if (json) {
        shell.out().println(Json.pretty(installed));
      } else {
        var name = installed.path("name").asString();
        var version = installed.path("version").asString();
        shell.out().println("Installed " + name + " " + version + ".");
        ExtensionDetails.tellError(shell, installed);
      }
      return ExitCode.OK;
    }
  }

  private boolean agreed(ExtensionClient extensions) {
    if (confirmation.isGiven(shell, "Install an extension in " + extensions.place() + "?")) {
      return true;
    }
    var preview = extensions.preview(source);
    new ExtensionDetails(shell, preview).print(shell.err());
    var question = "Install " + preview.path("name").asString() + " in " + extensions.place() + "?";
    return confirmation.given(shell, question);
  }
}
