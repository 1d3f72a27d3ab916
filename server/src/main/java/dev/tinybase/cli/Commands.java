package dev.tinybase.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** All commands by name. Only the one that is asked for is made, which keeps the start short. */
final class Commands {
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

  private Commands() {}

  /** The command's name among the arguments; null where there is none that is known. */
  static @Nullable String first(String... arguments) {
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
    HelpPage.apply(root);
    return root;
  }
}
