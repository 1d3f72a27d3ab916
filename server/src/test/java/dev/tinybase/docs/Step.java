package dev.tinybase.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * One command of a document with the output that the document shows.
 *
 * @param line where the command stands, counted from 1
 * @param command with its continuation lines
 * @param expected may be empty
 */
record Step(int line, String command, String expected) {
  /**
   * Reads the {@code console} blocks of a Markdown text: {@code $} begins a command, {@code >}
   * continues it, all else is output.
   */
  static List<Step> of(String markdown) {
    List<Step> steps = new ArrayList<>();
    boolean inside = false;
    int number = 0;
    for (var line : markdown.lines().toList()) {
      number++;
      if (line.startsWith("```")) {
        inside = line.equals("```console");
      } else if (inside) {
        add(steps, line, number);
      }
    }
    return steps;
  }

  private static void add(List<Step> steps, String line, int number) {
    if (line.startsWith("$ ")) {
      steps.add(new Step(number, line.substring(2), ""));
    } else if (steps.isEmpty()) {
      throw new IllegalArgumentException("line " + number + ": output before the first command");
    } else if ((line + " ").startsWith("> ") && steps.getLast().expected.isEmpty()) {
      var last = steps.removeLast();
      var more = line.substring(Math.min(2, line.length()));
      steps.add(new Step(last.line, last.command + "\n" + more, ""));
    } else {
      var last = steps.removeLast();
      steps.add(new Step(last.line, last.command, last.expected + line + "\n"));
    }
  }

  /** Whether an output is what the document shows. */
  boolean accepts(String output) {
    return Expectation.matches(expected, output);
  }
}
