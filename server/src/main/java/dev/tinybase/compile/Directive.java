package dev.tinybase.compile;

/** One word of a directive, and where it stands. */
record Directive(Kind kind, String value, String file, long line, long column) {
  /** What a line such as {@code //DEPS group:artifact:version} begins with. */
  enum Kind {
    DEPS,
    REPOS,
    JAVA,
    SOURCES
  }

  /** What is wrong with it. */
  Diagnostic diagnostic(String message) {
    return new Diagnostic(file, line, column, message);
  }
}
