package dev.tinybase.testing;

import dev.tinybase.threads.RequestId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Takes what a logger is told, until it is closed; nobody else is told meanwhile. */
public final class LogCapture extends Handler implements AutoCloseable {
  private static final Formatter FORMAT = new SimpleFormatter();

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final List<String> traces = Collections.synchronizedList(new ArrayList<>());
  private final List<Line> all = Collections.synchronizedList(new ArrayList<>());
  private final Logger logger;

  /** What it was told on a thread that worked for a request, or for none. */
  public record Line(String text, @Nullable String request) {}

  /** Of the logger with this name. */
  public LogCapture(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
    logger.setLevel(Level.INFO); // whatever other tests have set above it
    logger.setFilter(null); // or left here: commands keep the loader quiet
    logger.setUseParentHandlers(false);
  }

  /** What it was told so far, line by line. */
  public List<String> lines() {
    return lines;
  }

  /** What it was told so far, with its parameters. */
  public List<Line> all() {
    return List.copyOf(all);
  }

  /** The same as texts, each of any number of lines. */
  public List<String> messages() {
    return all().stream().map(Line::text).toList();
  }

  /** The stack traces that it was told so far. */
  public List<String> traces() {
    return traces;
  }

  @Override
  public void publish(LogRecord entry) {
    if (!isLoggable(entry)) {
      return;
    }
    all.add(new Line(FORMAT.formatMessage(entry), RequestId.current()));
    entry.getMessage().lines().forEach(lines::add);
    if (entry.getThrown() != null) {
      var text = new StringWriter();
      entry.getThrown().printStackTrace(new PrintWriter(text));
      traces.add(text.toString());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(null);
    logger.setUseParentHandlers(true);
  }
}
