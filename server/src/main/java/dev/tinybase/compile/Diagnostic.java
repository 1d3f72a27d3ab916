package dev.tinybase.compile;

/**
 * What the compiler, or a check of ours, says about a place in a source.
 *
 * @param file the source's path as people know it, such as {@code functions/hello.java}
 * @param line from 1; 0 where the whole file is meant
 * @param column from 1; 0 where the whole line is meant
 */
public record Diagnostic(String file, long line, long column, String message) {
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line + (column > 0 ? ":" + column : "") : "") + ": " + message;
  }
}
