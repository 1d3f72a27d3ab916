package dev.tinybase.functions.host;

import java.time.Instant;

/** A line of a call's log. */
public record LogLine(Instant at, Level level, String message) {
  /** How serious it is; as in the SDK's log. */
  public enum Level {
    DEBUG,
    INFO,
    WARNING,
    ERROR;

    /** That of the JDK's logging. */
    public static Level of(java.util.logging.Level level) {
      int value = level.intValue();
      if (value < java.util.logging.Level.CONFIG.intValue()) {
        return DEBUG;
      }
      if (value <= java.util.logging.Level.INFO.intValue()) {
        return INFO;
      }
      return value <= java.util.logging.Level.WARNING.intValue() ? WARNING : ERROR;
    }
  }
}
