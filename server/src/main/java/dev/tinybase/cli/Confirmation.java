package dev.tinybase.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Asks before something is lost. */
final class Confirmation {
  private static final Set<String> YES = Set.of("y", "yes");

  private Confirmation() {}

  /** Where nobody can be asked, the option is needed. */
  static boolean given(Shell shell, boolean option, String question) {
    if (option) {
      return true;
    }
    if (!shell.canAsk()) {
      throw new UsageError(question + " Say --yes where nobody can be asked.");
    }
    shell.err().print(question + " [y/N] ");
    shell.err().flush();
    return YES.contains(answer(shell).strip().toLowerCase(java.util.Locale.ROOT));
  }

  private static String answer(Shell shell) {
    try {
      var line =
          new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
