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

  /** Whether nobody needs to be asked; where nobody can be, the option is needed. */
  boolean isGiven(Shell shell, String question) {
    if (!given && !shell.canAsk()) {
      throw new UsageError(question + " Say --yes where nobody can be asked.");
    }
    return given;
  }

  /** Asks for the name of what is lost, unless the option answers. */
  boolean givenByName(Shell shell, String question, String name) {
    if (isGiven(shell, question)) {
      return true;
    }
    shell.err().print(question + " Type its name to go on: ");
    shell.err().flush();
    return shell.readLine().strip().equals(name);
  }

  /** Asks, unless the option answers. */
  boolean given(Shell shell, String question) {
    if (isGiven(shell, question)) {
      return true;
    }
    shell.err().print(question + " [y/N] ");
    shell.err().flush();
    return YES.contains(shell.readLine().strip().toLowerCase(Locale.ROOT));
  }
}
