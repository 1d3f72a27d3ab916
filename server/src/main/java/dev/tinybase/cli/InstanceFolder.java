package dev.tinybase.cli;

import dev.tinybase.TinyBase;
import dev.tinybase.api.ServerLog;
import dev.tinybase.backup.Restore;
import dev.tinybase.config.ConfigLoader;
import dev.tinybase.config.Configuration;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The instance in the working directory: its configuration and its services. */
final class InstanceFolder {
  private static final String SQLITE = "sqlite:///";

  private final Shell shell;

  InstanceFolder(Shell shell) {
    this.shell = shell;
  }

  Configuration configuration() {
    return configuration(Map.of());
  }

  /** With options of the command line, by the keys of their settings. */
  Configuration configuration(Map<String, String> options) {
    Restore.requireWhole(shell.directory());
    return ConfigLoader.load(shell.directory(), shell.environment(), options);
  }

  /** How functions run in threads of this process, with the files of another folder. */
  Settings.Functions functions(Path folder) {
    var options = Map.of("functions.path", folder.toString(), "functions.isolation", "thread");
    return configuration(options).settings().functions();
  }

  Settings settings() {
    return forCommand().settings();
  }

  private Configuration forCommand() {
    var configuration = configuration();
    Logging.forCommand(shell, configuration.settings().log());
    return configuration;
  }

  private TinyBase open(Configuration configuration) {
    return TinyBase.open(configuration, new ServerLog(shell.clock()), shell.clock());
  }

  /** Opens an instance that is there already: a mistaken folder must not become a new one. */
  TinyBase open() {
    var configuration = forCommand();
    requireDatabase(configuration.settings());
    return open(configuration);
  }

  /** Opens the instance, and makes its database where there is none. */
  TinyBase openOrMake() {
    var configuration = forCommand();
    if (isMissing(configuration.settings())) {
      shell.err().println("Making a new database, " + file(configuration.settings()) + ".");
    }
    return open(configuration);
  }

  /** Whether there is an instance here already. */
  boolean hasDatabase() {
    return !isMissing(settings());
  }

  static void requireDatabase(Settings settings) {
    if (isMissing(settings)) {
      throw Problem.notFound(
          "no_database",
          "There is no database "
              + file(settings)
              + ". Go to the folder of your instance, or make one here with 'tinybase init'.");
    }
  }

  private static boolean isMissing(Settings settings) {
    return settings.database().url().startsWith(SQLITE) && !Files.exists(file(settings));
  }

  private static Path file(Settings settings) {
    return Path.of(settings.database().url().substring(SQLITE.length()));
  }
}
