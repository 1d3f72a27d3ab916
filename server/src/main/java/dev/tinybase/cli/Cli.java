package dev.tinybase.cli;

import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.transfer.Format;
import dev.tinybase.transfer.ImportOptions.Mode;
import dev.tinybase.transfer.ImportOptions.OnError;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The command line: runs a command and gives its exit code. Only the command that is asked for is
 * made, which keeps the start short.
 */
public final class Cli {
  private static final Map<String, Function<Shell, Object>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("init", InitCommand::new);
    BY_NAME.put("serve", ServeCommand::new);
    BY_NAME.put("admin", AdminCommand::new);
    BY_NAME.put("users", UsersCommand::new);
    BY_NAME.put("collections", CollectionsCommand::new);
    BY_NAME.put("import", ImportCommand::new);
    BY_NAME.put("export", ExportCommand::new);
    BY_NAME.put("functions", FunctionsCommand::tree);
    BY_NAME.put("secrets", SecretsCommand::new);
    BY_NAME.put("config", ConfigCommand::new);
    BY_NAME.put("db", DbCommand::new);
    BY_NAME.put("completion", CompletionCommand::new);
    BY_NAME.put("version", VersionCommand::new);
  }

  private Cli() {}

  /** 0 for success, 1 for failure, 2 for a call that makes no sense. */
  public static int run(Shell surroundings, String... arguments) {
    var shell = List.of(arguments).contains("--debug") ? surroundings.debug() : surroundings;
    var failures = new ErrorReporter(shell);
    var line =
        tree(shell, first(arguments))
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

  /** The command's name among the arguments; null where there is none that is known. */
  private static @Nullable String first(String... arguments) {
    return Stream.of(arguments)
        .filter(argument -> !argument.startsWith("-"))
        .findFirst()
        .filter(BY_NAME::containsKey)
        .orElse(null);
  }

  /** The whole tree, or only the branch of one command. */
  static CommandLine tree(Shell shell, @Nullable String only) {
    var root = new CommandLine(new RootCommand(shell));
    BY_NAME.forEach((name, make) -> {
      if (only == null || only.equals(name)) {
        root.addSubcommand(name, make.apply(shell));
      }
    });
    root.registerConverter(Format.class, new EnumConverter<>(Format.class));
    root.registerConverter(Mode.class, new EnumConverter<>(Mode.class));
    root.registerConverter(OnError.class, new EnumConverter<>(OnError.class));
    root.registerConverter(Level.class, new EnumConverter<>(Level.class));
    HelpPage.apply(root);
    return root;
  }
}
