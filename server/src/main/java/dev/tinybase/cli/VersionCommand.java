package dev.tinybase.cli;

import dev.tinybase.api.Version;
import dev.tinybase.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "version",
    description = "Shows the version of TinyBase.",
    footer = {"  tinybase version", "  tinybase version --json"})
final class VersionCommand implements Runnable {
  private final Shell shell;

  @Option(names = "--json", description = "As JSON, with the versions of Java and the system.")
  private boolean json;

  VersionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    shell.out().println(json ? details() : "TinyBase " + Version.text());
  }

  private static String details() {
    return Json.pretty(
        Json.object()
            .put("name", "TinyBase")
            .put("version", Version.text())
            .put("java", System.getProperty("java.runtime.version"))
            .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch")));
  }
}
