package dev.tinybase.cli;

import dev.tinybase.api.ServerLog;
import dev.tinybase.config.Settings;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sets up the JDK's logging: one line for each message, on standard error; a server's may be JSON.
 */
final class Logging {
  /** Libraries that tell at level info what only their developers want to know. */
  private static final List<Logger> TALKATIVE =
      List.of(Logger.getLogger("com.zaxxer.hikari"), Logger.getLogger("org.hibernate"));

  /** What functions log. */
  private static final Logger FUNCTIONS = Logger.getLogger("functions");

  /** What is loaded, and what is not. */
  private static final Logger LOADER = Logger.getLogger("dev.tinybase.functions");

  private Logging() {}

  /** As configured; the last lines are kept as well. */
  static void forServer(Shell shell, Settings.Log settings, ServerLog last) {
    var form =
        switch (settings.format()) {
          case TEXT -> new TextLog();
          case JSON -> new JsonLog();
        };
    install(new LogHandler(shell.err(), form, last::add), level(settings.level()));
  }

  /** Warnings only: what a command has to say it prints itself. */
  static void forCommand(Shell shell, Settings.Log settings) {
    var level = level(settings.level());
    install(
        new LogHandler(shell.err(), new TextLog()),
        level.intValue() < Level.INFO.intValue() ? level : Level.WARNING);
  }

  /** For commands that run a function, whose log is wanted. */
  static void showFunctions() {
    FUNCTIONS.setLevel(Level.ALL);
  }

  /** For commands that tell by themselves what does not load. */
  static void hideLoader() {
    LOADER.setFilter(_ -> false);
  }

  private static void install(Handler handler, Level level) {
    var root = Logger.getLogger("");
    for (var old : root.getHandlers()) {
      root.removeHandler(old);
    }
    root.setLevel(level);
    FUNCTIONS.setLevel(null);
    LOADER.setFilter(null);
    root.addHandler(handler);
    if (level.intValue() >= Level.INFO.intValue()) {
      TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
    }
  }

  private static Level level(String word) {
    return switch (word) {
      case "debug" -> Level.FINE;
      case "warning" -> Level.WARNING;
      case "error", "critical" -> Level.SEVERE;
      default -> Level.INFO;
    };
  }
}
