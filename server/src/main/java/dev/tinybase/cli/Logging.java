package dev.tinybase.cli;

import dev.tinybase.config.Settings;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Sets up the JDK's logging: one line for each message, on standard error. */
final class Logging {
  /** Libraries that tell at level info what only their developers want to know. */
  private static final List<Logger> TALKATIVE =
      List.of(Logger.getLogger("com.zaxxer.hikari"), Logger.getLogger("org.hibernate"));

  /** What functions log. */
  private static final Logger FUNCTIONS = Logger.getLogger("functions");

  /** What is loaded, and what is not. */
  private static final Logger LOADER = Logger.getLogger("dev.tinybase.functions");

  private Logging() {}

  /** As configured. */
  static void forServer(Shell shell, Settings.Log settings) {
    install(new LogHandler(shell.err()), level(settings.level()));
  }

  /** Warnings only: what a command has to say it prints itself. */
  static void forCommand(Shell shell, Settings.Log settings) {
    var level = level(settings.level());
    install(
        new LogHandler(shell.err()),
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

  /**
   * Writes {@code 2026-11-22T23:19:10.123Z INFO message}, each message with one write, so that
   * lines of several threads never mix. Line breaks inside a message are escaped: what a client
   * sent can't forge a line.
   */
  static final class LogHandler extends Handler {
    /** The log of requests, which cleans its lines itself and sends several at a time. */
    private static final String ACCESS = "access";

    private final PrintStream out;
    private final SimpleFormatter messages = new SimpleFormatter();

    LogHandler(PrintStream out) {
      this.out = out;
    }

    @Override
    public void publish(LogRecord event) {
      if (isLoggable(event)) {
        var line = line(event).getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length);
      }
    }

    private String line(LogRecord event) {
      var text = new StringBuilder(160);
      var start = time(event.getInstant()) + ' ' + word(event.getLevel()) + ' ';
      var message = messages.formatMessage(event);
      if (ACCESS.equals(event.getLoggerName())) {
        return text.append(start)
            .append(message.replace("\n", '\n' + start))
            .append('\n')
            .toString();
      }
      oneLine(message, text.append(start));
      var thrown = event.getThrown();
      if (thrown != null) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        text.append('\n').append(trace.toString().stripTrailing());
      }
      return text.append('\n').toString();
    }

    /** Always 24 characters. */
    private static String time(Instant instant) {
      var text = instant.truncatedTo(ChronoUnit.MILLIS).toString();
      return text.length() == 24 ? text : text.substring(0, 19) + ".000Z";
    }

    private static void oneLine(String message, StringBuilder text) {
      for (int i = 0; i < message.length(); i++) {
        char c = message.charAt(i);
        if (c >= ' ' && c != 0x7f) {
          text.append(c);
        } else {
          text.append(c == '\n' ? "\\n" : c == '\t' ? "\t" : "?");
        }
      }
    }

    private static String word(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return "ERROR";
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return "WARN ";
      }
      return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
