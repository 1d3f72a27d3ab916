package dev.tinybase.cli;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/** Prints errors of files as compilers do, so that editors and people find the place. */
final class Diagnostics {
  private Diagnostics() {}

  /** Those of files, each with a list of them. */
  static void print(JsonNode files, PrintStream out) {
    for (var file : files) {
      file.path("diagnostics").forEach(diagnostic -> out.println(line(diagnostic)));
      if (file.path("live").asBoolean(false)) {
        out.println(file.path("file").asString() + ": its last good version stays");
      }
    }
  }

  /** {@code functions/hello.java:3:5: ';' expected}. */
  static String line(JsonNode diagnostic) {
    long line = diagnostic.path("line").asLong(0);
    long column = diagnostic.path("column").asLong(0);
    return diagnostic.path("file").asString("")
        + (line > 0 ? ":" + line + (column > 0 ? ":" + column : "") : "")
        + ": "
        + diagnostic.path("message").asString("");
  }
}
