package dev.tinybase.cli;

import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** Asks before something is lost; a mixin of the commands that lose something. */
final class Confirmation {
  private static final Set<String> YES = Set.of("y", "yes");

  @Option(
      names = {"--yes", "-y"},
      description = "Don't ask.")
  private boolean given;

  /** Where nobody can be asked, the option is needed. */
  boolean given(Shell shell, String question) {
    if (given) {
      return true;
    }
    if (!shell.canAsk()) {
      throw new UsageError(question + " Say --yes where nobody can be asked.");
    }
    shell.err().print(question + " [y/N] ");
    shell.err().flush();
    return YES.contains(shell.readLine().strip().toLowerCase(Locale.ROOT));
  }
}
