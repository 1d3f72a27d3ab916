package dev.tinybase.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The command line: builds the commands, runs one, and gives its exit code. */
public final class Cli {
  private Cli() {}

  /** 0 for success, 1 for failure, 2 for a call that makes no sense. */
  public static int run(Shell surroundings, String... arguments) {
    var shell = List.of(arguments).contains("--debug") ? surroundings.debug() : surroundings;
    var failures = new ErrorReporter(shell);
    var line =
        Commands.tree(shell, Commands.first(arguments))
            .setOut(writer(shell.out()))
            .setErr(writer(shell.err()))
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(shell.colours() ? Ansi.ON : Ansi.OFF))
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures);
    return line.execute(arguments);
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
