package dev.tinybase.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Takes what a logger is told, until it is closed; nobody else is told meanwhile. */
public final class LogCapture extends Handler implements AutoCloseable {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Logger logger;

  /** Of the logger with this name. */
  public LogCapture(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
    logger.setLevel(Level.INFO); // whatever other tests have set above it
    logger.setUseParentHandlers(false);
  }

  /** What it was told so far, line by line. */
  public List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord entry) {
    if (!isLoggable(entry)) {
      return;
    }
    entry.getMessage().lines().forEach(lines::add);
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
