package dev.tinybase.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "tinybase",
    description =
        "TinyBase, a small self-hosted backend: accounts, collections and records over REST.",
    footer = {
      "  tinybase serve                        start the server in this folder",
      "  tinybase init --admin-email a@b.c     make an instance and its admin",
      "  tinybase collections apply cities.json",
      "  tinybase import cities places.csv"
    })
final class RootCommand implements Callable<Integer> {
  private final Shell shell;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--version", description = "Show the version.")
  private boolean version;

  RootCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (version) {
      return new VersionCommand(shell).call();
    }
    spec.commandLine().usage(shell.out());
    return ExitCode.OK;
  }
}
