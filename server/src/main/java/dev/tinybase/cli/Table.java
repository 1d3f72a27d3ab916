package dev.tinybase.cli;

import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Rows in aligned columns, for people. */
final class Table {
  private static final String GAP = "  ";
  private static final int LONGEST = 200;

  private final List<List<String>> lines = new ArrayList<>();

  /**
   * A table of JSON objects.
   *
   * @param columns each such as {@code FIELDS=schema/fields}: what stands above, and where the
   *     value is; of several places, as in {@code BY=user|token}, the first that has one
   */
  Table(JsonNode rows, String... columns) {
    var halves = Arrays.stream(columns).map(column -> column.split("=", 2)).toList();
    lines.add(halves.stream().map(half -> half[0]).toList());
    rows.forEach(
        row -> lines.add(halves.stream().map(half -> cell(half[0], value(row, half[1]))).toList()));
  }

  private static JsonNode value(JsonNode row, String places) {
    return Arrays.stream(places.split("\\|"))
        .map(place -> row.at("/" + place))
        .filter(value -> !value.isNull() && !value.isMissingNode())
        .findFirst()
        .orElse(NullNode.getInstance());
  }

  /** Nothing is a dash; a list is its length; a truth below no word is a star. */
  private static String cell(String head, JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> "-";
      case BOOLEAN ->
          value.booleanValue() ? (head.isEmpty() ? "*" : "yes") : head.isEmpty() ? "" : "no";
      case ARRAY, OBJECT -> Integer.toString(value.size());
      case BINARY, NUMBER, POJO, STRING -> text(value.asString());
    };
  }

  private static String text(String value) {
    var line = oneLine(value);
    return line.isEmpty() ? "-" : Texts.abbreviate(line, LONGEST);
  }

  /** One line without what a terminal might obey: a stranger may have written it. */
  static String oneLine(String value) {
    return value.replaceAll("\\s+", " ").replaceAll("\\p{Cc}", "?");
  }

  /** The document where JSON is wanted, else the rows. */
  void print(Shell shell, boolean json, JsonNode document) {
    if (json) {
      shell.out().println(Json.pretty(document));
    } else {
      print(shell);
    }
  }

  void print(Shell shell) {
    var widths = new int[lines.getFirst().size()];
    for (var line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    var head = line(lines.getFirst(), widths);
    shell.out().println(shell.colours() ? Ansi.ON.string("@|bold " + head + "|@") : head);
    lines.stream().skip(1).forEach(line -> shell.out().println(line(line, widths)));
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).repeat(" ", widths[i] - cells.get(i).length()).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
