package dev.tinybase.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The input of a function; a mixin of the commands that make one run. */
final class InputOption {
  @Option(names = "--data", paramLabel = "JSON", description = "The function's input as JSON.")
  private @Nullable String data;

  @Option(
      names = "--data-file",
      paramLabel = "FILE",
      description = "A file with its input; - is standard input.")
  private @Nullable String dataFile;

  /** The input, where one was given. */
  Optional<JsonNode> read(Shell shell) {
    if (data != null && dataFile != null) {
      throw new UsageError("--data and --data-file are two ways to say the same; use one");
    }
    return Optional.ofNullable(data)
        .or(() -> Optional.ofNullable(dataFile).map(file -> content(shell, file)))
        .map(InputOption::parse);
  }

  private static String content(Shell shell, String file) {
    try (var source = ImportSource.open(shell, file)) {
      return new String(source.content().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw Transfer.failed("Can't read " + Transfer.shown(file, "standard input"), e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return Json.parse(text);
    } catch (Problem e) {
      throw new UsageError("the input is no JSON: " + e.detail());
    }
  }
}
