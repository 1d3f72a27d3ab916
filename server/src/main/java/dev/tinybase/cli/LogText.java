package dev.tinybase.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

/** A line of a function's log as text for people. */
final class LogText {
  /** What a terminal might obey: a function may log what a stranger has sent. */
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\\t\\n]]");

  private static final int MILLIS = 23;

  private LogText() {}

  /** {@code 2026-11-22T22:18:10.123Z INFO place_order: message}; further lines are indented. */
  static String of(JsonNode line, Shell shell) {
    var at = line.path("at").asString();
    var time = at.length() > MILLIS ? at.substring(0, MILLIS) + "Z" : at;
    var text = line.path("function_name").asString() + ": " + line.path("message").asString();
    var safe = CONTROLS.matcher(text).replaceAll("?").replace("\n", "\n    ");
    return time + " " + word(line.path("level").asString(), shell) + " " + safe;
  }

  private static String word(String level, Shell shell) {
    var word = "%-7s".formatted(level.toUpperCase(Locale.ROOT));
    if (!shell.colours()) {
      return word;
    }
    return switch (level) {
      case "debug" -> Ansi.ON.string("@|faint " + word + "|@");
      case "warning" -> Ansi.ON.string("@|yellow " + word + "|@");
      case "error" -> Ansi.ON.string("@|red " + word + "|@");
      default -> word;
    };
  }
}
