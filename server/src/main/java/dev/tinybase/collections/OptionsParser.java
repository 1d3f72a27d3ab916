package dev.tinybase.collections;

import dev.tinybase.collections.Collection.AccessRule;
import dev.tinybase.collections.Collection.AccessRules;
import dev.tinybase.collections.Collection.Column;
import dev.tinybase.collections.Collection.Index;
import dev.tinybase.collections.Collection.Options;
import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.FilterParser;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Schema;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a collection's {@code options} against its schema. All problems come at once, as a 400 that
 * names each place.
 */
final class OptionsParser {
  private static final Set<String> KEYS = Set.of("access", "coerce", "unknown", "indexes");
  private static final Set<String> INDEX_KEYS = Set.of("fields", "unique");
  private static final int MOST_INDEXES = 50;
  private static final int MOST_INDEX_FIELDS = 10;
  private static final int MOST_ERRORS = 100;
  private static final Set<String> ACTIONS = Set.of("list", "read", "create", "update", "delete");
  private static final Map<String, AccessRule> WORDS =
      Map.of(
          "public", new AccessRule.Public(),
          "auth", new AccessRule.Authenticated(),
          "owner", new AccessRule.Owner(),
          "admin", new AccessRule.AdminOnly());

  private final Schema schema;
  private final List<FieldError> errors = new ArrayList<>();

  private OptionsParser(Schema schema) {
    this.schema = schema;
  }

  /** The options that the JSON describes; JSON null and {@code {}} mean the defaults. */
  static Options parse(JsonNode json, Schema schema) {
    var parser = new OptionsParser(schema);
    var options = parser.options(json.isNull() ? Json.object() : json);
    if (!parser.errors.isEmpty()) {
      throw Problem.badRequest(
          "invalid_options", "Invalid options: " + summary(parser.errors), parser.errors);
    }
    return options;
  }

  private Options options(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      problem("options", "must be an object");
      return new Options(AccessRules.DEFAULT, false, false, List.of());
    }
    refuseOthers(object, "options", "unknown key '", KEYS);
    return new Options(
        access(object.path("access")),
        flag(object, "coerce", "options.coerce"),
        ignoresUnknown(object.path("unknown")),
        indexes(object.path("indexes")));
  }

  private AccessRules access(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return AccessRules.DEFAULT;
    }
    if (!(json instanceof ObjectNode object)) {
      problem("options.access", "must be an object with a rule for each action");
      return AccessRules.DEFAULT;
    }
    refuseOthers(object, "options.access", "unknown key '", ACTIONS);
    var list = rule(object, "list", AccessRules.DEFAULT.list());
    return new AccessRules(
        list,
        rule(object, "read", list),
        rule(object, "create", AccessRules.DEFAULT.create()),
        rule(object, "update", AccessRules.DEFAULT.update()),
        rule(object, "delete", AccessRules.DEFAULT.delete()));
  }

  private AccessRule rule(ObjectNode access, String action, AccessRule fallback) {
    var json = access.path(action);
    var place = "options.access." + action;
    if (json.isMissingNode() || json.isNull()) {
      return fallback;
    }
    if (json.isObject()) {
      return filter(json, action, place);
    }
    var word = json.isString() ? json.stringValue() : "";
    var rule = WORDS.get(word);
    if (rule == null) {
      problem(
          place,
          "must be public, auth, owner, admin or a filter" + DidYouMean.hint(word, WORDS.keySet()));
      return fallback;
    }
    return rule;
  }

  private AccessRule filter(JsonNode json, String action, String place) {
    boolean changes = action.equals("create") || action.equals("update");
    var all = schema.visibility(true);
    try {
      var parser = changes ? FilterParser.ofChanges(all) : new FilterParser(all);
      return new AccessRule.When(parser.parse(json, place));
    } catch (Problem e) {
      errors.add(new FieldError(place, e.code(), e.detail()));
      return new AccessRule.AdminOnly();
    }
  }

  /** {@code [{"fields": ["a", "-b"], "unique": false}]}. */
  private List<Index> indexes(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return List.of();
    }
    if (!json.isArray() || json.size() > MOST_INDEXES) {
      problem("options.indexes", "must be a list of at most " + MOST_INDEXES);
      return List.of();
    }
    var indexes = new ArrayList<Index>();
    for (int i = 0; i < json.size(); i++) {
      index(json.path(i), "options.indexes[" + i + "]").ifPresent(indexes::add);
    }
    return indexes;
  }

  private Optional<Index> index(JsonNode json, String place) {
    if (!(json instanceof ObjectNode object)) {
      problem(place, "must be an object with 'fields'");
      return Optional.empty();
    }
    refuseOthers(object, place, "has the unknown key '", INDEX_KEYS);
    boolean unique = flag(object, "unique", place + ".unique");
    var columns = columns(object.path("fields"), place + ".fields");
    return columns.isEmpty() ? Optional.empty() : Optional.of(new Index(columns, unique));
  }

  private List<Column> columns(JsonNode json, String place) {
    if (!json.isArray() || json.isEmpty() || json.size() > MOST_INDEX_FIELDS) {
      problem(place, "must be a list of 1 to " + MOST_INDEX_FIELDS + " names of fields");
      return List.of();
    }
    var columns = new ArrayList<Column>();
    var seen = new HashSet<String>();
    for (var entry : json.values()) {
      var word = entry.isString() ? entry.stringValue() : "";
      var name = word.startsWith("-") ? word.substring(1) : word;
      if (!seen.add(name)) {
        problem(place, "names '" + Texts.abbreviate(name) + "' twice");
      } else if (fits(name, place)) {
        columns.add(new Column(name, word.startsWith("-")));
      }
    }
    return columns;
  }

  private boolean fits(String name, String place) {
    var field = schema.field(name);
    if (field == null && !Schema.SYSTEM_NAMES.contains(name)) {
      problem(
          place,
          "names the unknown field '"
              + Texts.abbreviate(name)
              + "'"
              + DidYouMean.hint(name, schema.names()));
      return false;
    }
    if (field != null && field.type().column() == ColumnType.JSON) {
      problem(
          place, "names '" + name + "', but the type '" + field.type().word() + "' has no index");
      return false;
    }
    return true;
  }

  private boolean ignoresUnknown(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return false;
    }
    var word = json.isString() ? json.stringValue() : "";
    if (!word.equals("ignore") && !word.equals("refuse")) {
      problem("options.unknown", "must be \"refuse\" or \"ignore\"");
    }
    return word.equals("ignore");
  }

  private boolean flag(ObjectNode object, String key, String place) {
    var json = object.path(key);
    if (!json.isBoolean() && !json.isMissingNode() && !json.isNull()) {
      problem(place, "must be true or false");
    }
    return json.isBoolean() && json.booleanValue();
  }

  private void refuseOthers(ObjectNode object, String place, String message, Set<String> known) {
    for (var key : object.propertyNames()) {
      if (!known.contains(key)) {
        problem(place, message + Texts.abbreviate(key) + "'" + DidYouMean.hint(key, known));
      }
    }
  }

  private void problem(String place, String message) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(new FieldError(place, "invalid_options", place + " " + message));
    }
  }

  private static String summary(List<FieldError> errors) {
    return errors.stream().map(FieldError::message).collect(Collectors.joining("; "));
  }
}
