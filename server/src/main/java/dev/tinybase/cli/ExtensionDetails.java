package dev.tinybase.cli;

import static java.util.stream.Collectors.joining;

import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An extension for people: what it brings, where it comes from, and what is wrong with it. */
record ExtensionDetails(Shell shell, JsonNode extension) {
  private static final int LONGEST = 1000;

  /** The document where JSON is wanted, else lines. */
  void print(boolean json) {
    if (json) {
      shell.out().println(Json.pretty(extension));
    } else {
      print(shell.out());
    }
  }

  /** A line for each thing that there is. */
  void print(PrintStream out) {
    var lines = new LinkedHashMap<String, @Nullable String>();
    lines.put("Name", text("name"));
    lines.put("Version", text("version"));
    lines.put("Description", text("description"));
    lines.put("Author", text("author"));
    lines.put("License", text("license"));
    lines.put("From", text("repo_url"));
    lines.put("Ref", text("ref"));
    lines.put("Commit", text("commit"));
    lines.put("Hash", text("hash"));
    lines.put("Status", text("status"));
    putProvided(lines);
    lines.entrySet().removeIf(line -> line.getValue() == null);
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    lines.forEach(
        (label, value) -> out.println(label + " ".repeat(width - label.length()) + "  " + value));
    extension.path("warnings").forEach(it -> out.println("Warning: " + line(it.asString())));
    printError(out);
  }

  private void putProvided(Map<String, @Nullable String> lines) {
    lines.put("Functions", provided("functions"));
    lines.put("Hooks", provided("hooks"));
    lines.put("Schedules", provided("schedules"));
    lines.put("Routes", provided("routes"));
    lines.put("Collections", provided("collections"));
    lines.put("Settings", provided("settings"));
    lines.put("Libraries", provided("dependencies"));
  }

  /** The names of its collections. */
  String collections() {
    var names = provided("collections");
    return names == null ? "no collections" : names;
  }

  private @Nullable String provided(String what) {
    var things = extension.path("provides").path(what);
    return things.isEmpty()
        ? null
        : line(things.valueStream().map(ExtensionDetails::thing).collect(joining(", ")));
  }

  /** {@code count_entries}, {@code GET /api/x/guest-book/entries (public)}, {@code beat (5m)}. */
  private static String thing(JsonNode thing) {
    if (thing.isString()) {
      return thing.stringValue();
    }
    return thing.has("path")
        ? "%s %s (%s)"
            .formatted(member(thing, "method"), member(thing, "path"), member(thing, "auth"))
        : thing.has("kind")
            ? member(thing, "name") + " (" + member(thing, "kind") + ")"
            : thing.has("name") ? member(thing, "name") : member(thing, "function_name");
  }

  private static String member(JsonNode thing, String name) {
    return thing.path(name).asString("");
  }

  private @Nullable String text(String member) {
    var value = extension.path(member);
    return value.isNull() || value.isMissingNode() ? null : line(value.asString());
  }

  private static String line(String text) {
    return Texts.abbreviate(Table.oneLine(text), LONGEST);
  }

  /** Says on standard error why one does not work. */
  static void tellError(Shell shell, JsonNode extension) {
    new ExtensionDetails(shell, extension).printError(shell.err());
  }

  private void printError(PrintStream out) {
    if (extension.path("error").isString()) {
      out.println(text("name") + " does not work: " + text("error"));
    }
    extension.path("diagnostics").forEach(it -> out.println(FunctionsCommand.diagnostic(it)));
  }
}
