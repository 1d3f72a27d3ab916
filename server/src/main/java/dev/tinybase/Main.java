package dev.tinybase;

import dev.tinybase.cli.Cli;
import dev.tinybase.cli.LastingLogManager;
import dev.tinybase.cli.Shell;
import dev.tinybase.functions.invoke.CommonPoolThreads;

/** The program's entry. */
public final class Main {
  private Main() {}

  /** Runs one command; its result is the exit code. */
  public static void main(String[] args) {
    // Before anything logs, and without a call of the class, which would make the JDK's manager.
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    CommonPoolThreads.install();
    var shell = Shell.system();
    // What functions and libraries print is UTF-8, too, whatever the locale says.
    System.setOut(shell.out());
    System.setErr(shell.err());
    System.exit(Cli.run(shell, args));
  }
}
