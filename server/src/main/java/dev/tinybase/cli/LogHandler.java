package dev.tinybase.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Writes each message with one write, so that lines of several threads never mix. */
final class LogHandler extends Handler {
  private final PrintStream out;

  LogHandler(PrintStream out, Formatter lines) {
    this.out = out;
    setFormatter(lines);
  }

  @Override
  public void publish(LogRecord event) {
    if (isLoggable(event)) {
      var lines = getFormatter().format(event).getBytes(StandardCharsets.UTF_8);
      out.write(lines, 0, lines.length);
    }
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
