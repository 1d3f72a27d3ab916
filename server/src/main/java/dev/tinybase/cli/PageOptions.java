package dev.tinybase.cli;

import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Which part of a list is wanted; a mixin of the commands that list what may be long. */
final class PageOptions {
  private static final int MOST = 1000;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many, 1 to 1000 (20).")
  private int limit;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Leave out so many at the beginning (0).")
  private int offset;

  int limit() {
    check();
    return limit;
  }

  int offset() {
    check();
    return offset;
  }

  private void check() {
    if (limit < 1 || limit > MOST || offset < 0) {
      throw new UsageError("--limit must be from 1 to " + MOST + ", and --offset 0 or more");
    }
  }

  /** Says how many there are, where these are not all of them. */
  void tellTotal(Shell shell, int shown, JsonNode document, String things) {
    long total = document.path("total").asLong();
    if (total > shown) {
      shell.err().println(shown + " of " + total + " " + things + ".");
    }
  }
}
