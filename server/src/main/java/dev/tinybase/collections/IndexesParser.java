package dev.tinybase.collections;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.schema.Schema;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code options.indexes}: {@code [{"fields": ["a", "-b"], "unique": false}]}. */
final class IndexesParser {
  private static final Set<String> KEYS = Set.of("fields", "unique");
  private static final int MOST_INDEXES = 50;
  private static final int MOST_FIELDS = 10;

  private final Schema schema;
  private final BiConsumer<String, String> problem;

  /**
   * Reads for a schema.
   *
   * @param problem takes a place and what is wrong there
   */
  IndexesParser(Schema schema, BiConsumer<String, String> problem) {
    this.schema = schema;
    this.problem = problem;
  }

  List<CollectionOptions.Index> parse(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return List.of();
    }
    if (!json.isArray() || json.size() > MOST_INDEXES) {
      problem.accept("options.indexes", "must be a list of at most " + MOST_INDEXES);
      return List.of();
    }
    var indexes = new ArrayList<CollectionOptions.Index>();
    for (int i = 0; i < json.size(); i++) {
      index(json.path(i), "options.indexes[" + i + "]").ifPresent(indexes::add);
    }
    return indexes;
  }

  private Optional<CollectionOptions.Index> index(JsonNode json, String place) {
    if (!(json instanceof ObjectNode object)) {
      problem.accept(place, "must be an object with 'fields'");
      return Optional.empty();
    }
    for (var key : object.propertyNames()) {
      if (!KEYS.contains(key)) {
        problem.accept(
            place,
            "has the unknown key '" + Texts.abbreviate(key) + "'" + DidYouMean.hint(key, KEYS));
      }
    }
    var unique = object.path("unique");
    if (!unique.isMissingNode() && !unique.isNull() && !unique.isBoolean()) {
      problem.accept(place + ".unique", "must be true or false");
    }
    var columns = columns(object.path("fields"), place + ".fields");
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CollectionOptions.Index(columns, unique.isBoolean() && unique.booleanValue()));
  }

  private List<CollectionOptions.Column> columns(JsonNode json, String place) {
    if (!json.isArray() || json.isEmpty() || json.size() > MOST_FIELDS) {
      problem.accept(place, "must be a list of 1 to " + MOST_FIELDS + " names of fields");
      return List.of();
    }
    var columns = new ArrayList<CollectionOptions.Column>();
    var seen = new HashSet<String>();
    for (var entry : json.values()) {
      var word = entry.isString() ? entry.stringValue() : "";
      var name = word.startsWith("-") ? word.substring(1) : word;
      if (!seen.add(name)) {
        problem.accept(place, "names '" + Texts.abbreviate(name) + "' twice");
      } else if (fits(name, place)) {
        columns.add(new CollectionOptions.Column(name, word.startsWith("-")));
      }
    }
    return columns;
  }

  private boolean fits(String name, String place) {
    var field = schema.field(name);
    if (field == null && !Schema.SYSTEM_NAMES.contains(name)) {
      problem.accept(
          place,
          "names the unknown field '"
              + Texts.abbreviate(name)
              + "'"
              + DidYouMean.hint(name, schema.names()));
      return false;
    }
    if (field != null && field.type().column() == ColumnType.JSON) {
      problem.accept(
          place, "names '" + name + "', but the type '" + field.type().word() + "' has no index");
      return false;
    }
    return true;
  }
}
