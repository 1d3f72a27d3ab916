package dev.tinybase.cli;

import dev.tinybase.transfer.Format;
import dev.tinybase.transfer.ImportOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** How the file of an import is read, and its bad lines are told; a mixin of what imports. */
final class ImportFileOptions {
  /** How long a server may take for a piece of the file, or for what it does with the last one. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "ndjson, json or csv; else by the file's name.")
  private @Nullable Format format;

  @Option(
      names = "--delimiter",
      paramLabel = "SIGN",
      description =
          "What separates the cells of CSV: comma, semicolon, tab, pipe or one sign; else the"
              + " header tells.")
  private @Nullable String delimiter;

  /** The format of a file. */
  Format format(String file) {
    return Transfer.format(format, file, null);
  }

  /** The delimiter, if one was given that is one. */
  @Nullable String delimiter() {
    if (delimiter != null && ImportOptions.delimiter(delimiter).isEmpty()) {
      throw new UsageError(
          "--delimiter is comma, semicolon, tab, pipe or one ASCII sign, no quotes");
    }
    return delimiter;
  }

  /** Tells the bad lines of a result, and how many more there are than it names. */
  static void tellBadLines(JsonNode result, Shell shell) {
    var errors = result.path("errors");
    for (var error : errors) {
      var line = error.path("line").asLong() + ": " + error.path("message").asString("");
      shell.err().println("line " + line);
    }
    long more = result.path("failed").asLong() - errors.size();
    if (more > 0) {
      shell.err().println("and " + more + " more.");
    }
  }
}
