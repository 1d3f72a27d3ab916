package dev.tinybase.deploy;

import dev.tinybase.json.Json;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The body of a deployment, as tests build it. */
record App(ObjectNode body) {
  App() {
    this(Json.object());
  }

  /** A collection of texts. */
  App collection(String name, String... fields) {
    return add("collections", (ObjectNode) Json.parse(declaration(name, name, fields)));
  }

  /** A collection with any schema. */
  App raw(String name, String schema) {
    return add(
        "collections",
        (ObjectNode) Json.parse("{\"name\":\"" + name + "\",\"schema\":" + schema + "}"));
  }

  /** A function {@code greet} that returns a word, by a file that functions share. */
  App says(String word) {
    return function(
            "lib/Words.java",
            "package lib;\n\npublic class Words {\n  public static String same(String word) {\n    return word;\n  }\n}\n")
        .function("greet.java", greeter(word));
  }

  App function(String filename, String source) {
    return add("functions", Json.object().put("filename", filename).put("source", source));
  }

  App extension(Path folder) {
    return add("extensions", Json.object().put("repo_url", folder.toString()));
  }

  App drop(String... fields) {
    var next = body.deepCopy();
    Stream.of(fields).forEach(next.putArray("drop")::add);
    return new App(next);
  }

  App dryRun() {
    return with("dry_run", true);
  }

  App with(String member, boolean value) {
    return new App(body.deepCopy().put(member, value));
  }

  private App add(String list, ObjectNode entry) {
    var next = body.deepCopy();
    next.withArrayProperty(list).add(entry);
    return new App(next);
  }

  static String greeter(String word) {
    return """
    import dev.tinybase.sdk.*;
    import lib.Words;

    @Register(name = "greet", auth = Auth.PUBLIC)
    String greet() {
      return Words.same("%s");
    }
    """
        .formatted(word);
  }

  static String declaration(String name, String label, String... fields) {
    var all =
        Stream.of(fields)
            .map("{\"name\":\"%s\",\"type\":\"string\"}"::formatted)
            .collect(Collectors.joining(","));
    return "{\"name\":\"%s\",\"label\":\"%s\",\"schema\":{\"fields\":[%s]}}"
        .formatted(name, label, all);
  }
}
