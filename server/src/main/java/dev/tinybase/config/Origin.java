package dev.tinybase.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a value comes from.
 *
 * @param place what people find it by: the file and line, the variable, the option
 */
public record Origin(Kind kind, String place) {
  /** Nowhere: nothing was configured. */
  static final Origin DEFAULT = new Origin(Kind.DEFAULT, "default");

  /** The sources of values. */
  public enum Kind {
    DEFAULT,
    FILE,
    ENVIRONMENT,
    OPTION
  }

  /** The configuration file; the line is counted from 1, null when unknown. */
  static Origin file(String name, @Nullable Integer line) {
    return new Origin(Kind.FILE, line == null ? name : name + " line " + line);
  }

  @Override
  public String toString() {
    return place;
  }
}
