package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import dev.tinybase.transfer.Format;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What import and export share. */
final class Transfer {
  /** The file that stands for standard input or output. */
  static final String STANDARD = "-";

  private Transfer() {}

  /** The format of the option, else that of the file's name, else the given one. */
  static Format format(@Nullable Format option, String file, @Nullable Format otherwise) {
    if (option != null) {
      return option;
    }
    var found = Format.ofFile(file).orElse(otherwise);
    if (found == null) {
      throw new UsageError("the format of '" + file + "' is unknown; say --format " + words());
    }
    return found;
  }

  private static String words() {
    return Arrays.stream(Format.values()).map(Format::word).collect(Collectors.joining(" or "));
  }

  /** Loads the hooks that records are to pass; files that are broken are told. */
  static void loadHooks(ApiClient api, Shell shell) {
    if (api.isLocal()) {
      Logging.hideLoader();
      api.loadFunctions();
      var failures = api.send("GET", FunctionsCommand.ALL + "/failures", null);
      FunctionsCommand.printDiagnostics(failures.path("failures"), shell.err());
    }
  }

  static String shown(String file, String standard) {
    return file.equals(STANDARD) ? standard : file;
  }

  static Problem failed(String what, IOException e) {
    return Problem.badRequest("file_error", what + ": " + e.getMessage());
  }
}
