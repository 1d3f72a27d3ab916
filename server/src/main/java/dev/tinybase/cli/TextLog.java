package dev.tinybase.cli;

import dev.tinybase.text.LoggerNames;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * The log for people: {@code 2026-11-22T23:19:10.123Z INFO message}. Line breaks inside a message
 * are escaped: what a client sent can't forge a line.
 */
final class TextLog extends Formatter {
  @Override
  public String format(LogRecord event) {
    var text = new StringBuilder(160);
    var start = time(event.getInstant()) + ' ' + word(event.getLevel()) + ' ';
    var message = formatMessage(event);
    // those of requests are clean already, and several come at a time
    if (LoggerNames.ACCESS.equals(event.getLoggerName())) {
      return text.append(start).append(message.replace("\n", '\n' + start)).append('\n').toString();
    }
    oneLine(message, text.append(start));
    var thrown = event.getThrown();
    if (thrown != null) {
      text.append('\n').append(trace(thrown));
    }
    return text.append('\n').toString();
  }

  static String trace(Throwable thrown) {
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString().stripTrailing();
  }

  /** Always 24 characters. */
  static String time(Instant instant) {
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
}
