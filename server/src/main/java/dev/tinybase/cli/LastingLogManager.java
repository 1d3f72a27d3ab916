package dev.tinybase.cli;

import java.util.logging.LogManager;

/**
 * Keeps logging until the very end. The JDK's own manager drops its handlers as soon as the JVM is
 * asked to stop, while requests in flight are still answered. The JDK makes it by its name.
 */
public final class LastingLogManager extends LogManager {
  /** Nothing: who sets logging up removes the handlers himself. */
  @Override
  public void reset() {}
}
