package dev.tinybase.config;

import org.jspecify.annotations.Nullable;

/** Where a value comes from. */
public sealed interface Origin {
  /** Nowhere: nothing was configured. */
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /**
   * The configuration file.
   *
   * @param line counted from 1; null when unknown
   */
  record File(String name, @Nullable Integer line) implements Origin {
    @Override
    public String toString() {
      return line == null ? name : name + " line " + line;
    }
  }

  /** An environment variable. */
  record Environment(String variable) implements Origin {
    @Override
    public String toString() {
      return variable;
    }
  }

  /** An option of the command line, such as {@code --port}. */
  record Option(String name) implements Origin {
    @Override
    public String toString() {
      return name;
    }
  }
}
