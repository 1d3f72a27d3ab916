package dev.tinybase.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in your shell.",
    footer = {
      "  source <(tinybase completion bash)                  for this session",
      "  tinybase completion zsh >> ~/.zshrc                 for good"
    })
record CompletionCommand(Shell shell) {
  @Command(name = "bash", description = "The script for bash.")
  void bash() {
    shell.out().println(script());
  }

  @Command(name = "zsh", description = "The script for zsh.")
  void zsh() {
    shell.out().println("autoload -Uz compinit bashcompinit && compinit && bashcompinit");
    shell.out().println(script());
  }

  private String script() {
    return AutoComplete.bash("tinybase", Cli.tree(shell, null));
  }
}
