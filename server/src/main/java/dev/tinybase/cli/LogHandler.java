package dev.tinybase.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Writes each message with one write, so that lines of several threads never mix. */
final class LogHandler extends Handler {
  private final PrintStream out;
  private final BiConsumer<LogRecord, String> listener;

  LogHandler(PrintStream out, Formatter lines) {
    this(out, lines, (_, _) -> {});
  }

  /**
   * @param listener gets each event, and its message with the parameters
   */
  LogHandler(PrintStream out, Formatter lines, BiConsumer<LogRecord, String> listener) {
    this.out = out;
    this.listener = listener;
    setFormatter(lines);
  }

  @Override
  public void publish(LogRecord event) {
    if (isLoggable(event)) {
      var lines = getFormatter().format(event).getBytes(StandardCharsets.UTF_8);
      out.write(lines, 0, lines.length);
      listener.accept(event, getFormatter().formatMessage(event));
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
