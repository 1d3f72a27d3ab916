package dev.tinybase.functions.host;

import java.time.Instant;

/** A line of a call's log. */
public record LogLine(Instant at, Level level, String message) {
  /** How serious it is; as in the SDK's log. */
  public enum Level {
    DEBUG,
    INFO,
    WARNING,
    ERROR
  }
}
