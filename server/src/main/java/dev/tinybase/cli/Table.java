package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

/** Rows in aligned columns, for people. */
final class Table {
  private static final String GAP = "  ";

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    this.head = List.of(head);
  }

  Table row(Object... cells) {
    rows.add(List.of(cells).stream().map(Object::toString).toList());
    return this;
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
    var widths = widths();
    var line = line(head, widths);
    shell.out().println(shell.colours() ? Ansi.ON.string("@|bold " + line + "|@") : line);
    rows.forEach(row -> shell.out().println(line(row, widths)));
  }

  private int[] widths() {
    var widths = head.stream().mapToInt(String::length).toArray();
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).repeat(" ", widths[i] - cells.get(i).length()).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
