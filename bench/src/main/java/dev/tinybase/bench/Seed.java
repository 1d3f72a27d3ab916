package dev.tinybase.bench;

import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Fills an instance with collections of several sizes through the product's own import. */
record Seed(Command command) {
  static final String TEXT =
      "The quick brown fox jumps over the lazy dog, and then it rests in the shade for a while.";
  static final int CATEGORIES = 1000;

  /** Makes the collections of a plan. */
  void collections(Plan plan) {
    collection("small", false, plan.small());
    collection("medium", true, plan.medium());
    collection("large", false, plan.large());
    collection("fresh", false, 0);
    collection("indexed", true, 0);
  }

  /** Draws ids at random and leaves them in a file for the load generator. */
  List<String> ids(String collection) throws IOException, SQLException {
    List<String> ids = new ArrayList<>();
    var file = "jdbc:sqlite:file:" + command.folder().resolve("tinybase.db") + "?mode=ro";
    try (var connection = DriverManager.getConnection(file);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select id from " + collection + " order by random() limit 20000")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    Files.write(command.folder().resolve(collection + ".ids"), ids);
    return ids;
  }

  /**
   * Declares a collection, if wanted with an index on its category, and imports records into it.
   */
  void collection(String name, boolean indexed, int records) {
    try {
      var declaration = command.folder().resolve(name + ".json");
      Files.writeString(declaration, declaration(name, indexed));
      command.run("collections", "apply", declaration.toString());
      if (records == 0) {
        return;
      }
      var lines = command.folder().resolve(name + ".ndjson");
      write(lines, records);
      command.run("import", name, lines.toString());
      Files.delete(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String declaration(String name, boolean indexed) {
    return """
    {
      "name": "%s",
      "label": "Notes",
      "schema": {
        "fields": [
          {"name": "title", "type": "string", "required": true, "min_length": 1, "max_length": 200},
          {"name": "body", "type": "string", "max_length": 10000},
          {"name": "category", "type": "string", "required": true, "index": %s},
          {"name": "score", "type": "number", "min": 0, "max": 1},
          {"name": "published", "type": "boolean", "default": false}
        ]
      },
      "options": {
        "access": {
          "list": "auth",
          "read": {"or": [{"owner_id": "$user.id"}, {"published": true}]},
          "create": {"or": [{"score": {"lte": 1}}, {"published": false}]},
          "update": "owner",
          "delete": "owner"
        }
      }
    }
    """
        .formatted(name, indexed);
  }

  private static void write(Path file, int records) throws IOException {
    var random = new Random(1);
    try (var out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < records; i++) {
        out.write(
            String.format(
                Locale.ROOT,
                "{\"title\":\"Note %d\",\"body\":%s,\"category\":\"c%d\",\"score\":%.6f,\"published\":true}%n",
                i,
                Json.text(Json.object().stringNode(TEXT)),
                random.nextInt(CATEGORIES),
                random.nextDouble()));
      }
    }
  }
}
