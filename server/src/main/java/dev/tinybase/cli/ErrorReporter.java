package dev.tinybase.cli;

import dev.tinybase.config.InvalidConfiguration;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong on standard error, with a next step and without a stack trace. */
final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Shell shell;

  ErrorReporter(Shell shell) {
    this.shell = shell;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    var command = failure.getCommandLine();
    return usage(command, message(failure));
  }

  private static String message(ParameterException failure) {
    return failure instanceof UnmatchedArgumentException unmatched
            && !unmatched.getUnmatched().isEmpty()
        ? unknown(unmatched.getUnmatched().getFirst(), failure.getCommandLine())
        : String.valueOf(failure.getMessage());
  }

  private static String unknown(String argument, CommandLine command) {
    boolean isOption = argument.startsWith("-");
    var known = isOption ? options(command) : List.copyOf(command.getSubcommands().keySet());
    var what = isOption ? "option" : known.isEmpty() ? "argument" : "command";
    return "unknown " + what + " '" + argument + "'" + DidYouMean.hint(argument, known);
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .flatMap(option -> Stream.of(option.names()))
        .toList();
  }

  private int usage(CommandLine command, String message) {
    say(message);
    shell.err().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    return switch (failure) {
      case UsageError error -> usage(command, String.valueOf(error.getMessage()));
      case InvalidConfiguration invalid -> {
        say("the configuration has " + count(invalid.faults().size()) + ":");
        invalid.faults().forEach(fault -> shell.err().println("  " + fault));
        yield ExitCode.FAILED;
      }
      case Problem problem -> {
        var diagnostics = problem.members().get("diagnostics");
        if (diagnostics != null) {
          diagnostics.forEach(it -> shell.err().println(FunctionsCommand.diagnostic(it)));
        }
        yield failed(problem.detail());
      }
      default -> {
        if (shell.isDebug()) {
          failure.printStackTrace(shell.err());
        }
        yield failed("unexpected failure: " + failure + " (--debug shows where)");
      }
    };
  }

  private int failed(String message) {
    say(message);
    return ExitCode.FAILED;
  }

  private void say(String message) {
    shell.err().println("tinybase: " + message);
  }

  private static String count(int problems) {
    return problems == 1 ? "a problem" : problems + " problems";
  }
}
