package dev.tinybase.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Prints what comes of a call, wherever it ran: results are output, failures messages. */
record CallPrinter(Shell shell) {
  /** Prints JSON, for people with line breaks. */
  void print(byte[] json) {
    shell.out().println(isForPeople() ? Json.pretty(Json.trusted(json)) : new String(json, UTF_8));
  }

  /** The same, of what is parsed already. */
  void print(JsonNode json) {
    shell.out().println(isForPeople() ? Json.pretty(json) : Json.text(json));
  }

  private boolean isForPeople() {
    return shell.terminals().contains(1);
  }

  /** Tells why a call failed. */
  void tell(
      String type, @Nullable String code, @Nullable String message, @Nullable JsonNode details) {
    var named = code == null ? "" : " (" + code + ")";
    shell.err().println("tinybase: " + type + named + ": " + message);
    if (details != null) {
      shell.err().println(Json.pretty(details));
    }
  }

  /** There is no function of this name among the known ones. */
  static Problem unknown(String name, List<String> known) {
    return Problem.notFound(
        "function_not_found",
        "There is no function '" + name + "'" + DidYouMean.hint(name, known) + ".");
  }
}
