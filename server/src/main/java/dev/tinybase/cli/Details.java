package dev.tinybase.cli;

import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/** One thing for people: a line for each of its members. */
record Details(Shell shell, JsonNode item) {
  private static final int LONGEST = 1000;

  /** The document where JSON is wanted, else the lines, each such as {@code When=description}. */
  void print(boolean json, String... lines) {
    if (json) {
      shell.out().println(Json.pretty(item));
      return;
    }
    var halves = Arrays.stream(lines).map(line -> line.split("=", 2)).toList();
    int width = halves.stream().mapToInt(half -> half[0].length()).max().orElse(0);
    for (var half : halves) {
      var label = half[0] + " ".repeat(width - half[0].length());
      shell.out().println(label + "  " + value(half[1], item.path(half[1])));
    }
  }

  /** Moments say how far away they are as well; objects and lists are JSON. */
  private String value(String member, JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "-";
    }
    if (value.isBoolean()) {
      return value.booleanValue() ? "yes" : "no";
    }
    var text = value.isContainer() ? Json.text(value) : value.asString();
    var shown = Texts.abbreviate(Table.oneLine(text), LONGEST);
    return member.endsWith("_at") && value.isString()
        ? shown + " (" + new Moments(shell.clock()).relative(text) + ")"
        : shown;
  }
}
