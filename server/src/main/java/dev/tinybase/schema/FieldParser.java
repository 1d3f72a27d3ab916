package dev.tinybase.schema;

import dev.tinybase.db.ColumnType;
import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one entry of {@code fields}. */
final class FieldParser {
  static final Set<String> KEYS = keys();

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

  /** PostgreSQL's system columns, and SQLite's name for the row's number. */
  private static final Set<String> RESERVED =
      Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "rowid");

  private final SchemaErrors findings;

  FieldParser(SchemaErrors findings) {
    this.findings = findings;
  }

  /** The field; null when it is too wrong to be one. Everything wrong is noted. */
  @Nullable Field parse(ObjectNode spec, String name) {
    var attributes = new FieldAttributes(spec, name, findings);
    attributes.refuseOthers(KEYS);
    checkName(name, attributes);
    var type = new TypeParser(attributes).parse();
    return type == null ? null : field(name, type, attributes);
  }

  /** Names of fields are names of columns too. */
  private static void checkName(String name, FieldAttributes attributes) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      attributes.problem(
          "invalid_name",
          "a name is a letter followed by at most 62 letters, digits and underscores");
    } else if (Schema.SYSTEM_NAMES.contains(lower)) {
      attributes.problem(
          "invalid_name", "every record has '" + lower + "' by itself; choose another name");
    } else if (RESERVED.contains(lower)) {
      attributes.problem("invalid_name", "the name is reserved by the database; choose another");
    }
  }

  private static Field field(String name, FieldType type, FieldAttributes attributes) {
    var field =
        new Field(
            name,
            type,
            attributes.flag("required"),
            attributes.flag("nullable"),
            fallback(type, attributes),
            attributes.text("description", 2_000),
            attributes.text("label", 200),
            attributes.flag("unique"),
            attributes.flag("index"),
            attributes.flag("searchable"),
            attributes.flag("hidden"),
            attributes.flag("read_only"));
    check(field, attributes);
    return field;
  }

  private static void check(Field field, FieldAttributes attributes) {
    if (field.type().column() == ColumnType.JSON && (field.unique() || field.index())) {
      attributes.problem(
          "index_misplaced",
          "'"
              + (field.unique() ? "unique" : "index")
              + "' does not fit the type '"
              + field.type().word()
              + "'; it belongs to types of a single value");
    }
    if (field.searchable() && !(field.type() instanceof FieldType.Text)) {
      attributes.problem(
          "constraint_misplaced",
          "'searchable' does not fit the type '" + field.type().word() + "'; it belongs to string");
    }
    if (field.unique() && field.fallback() != null) {
      attributes.problem(
          "invalid_default", "a unique field has no default, for only one record could have it");
    }
  }

  private static @Nullable JsonNode fallback(FieldType type, FieldAttributes attributes) {
    var node = attributes.value("default");
    if (node == null) {
      return null;
    }
    try {
      return FieldValues.node(FieldValues.read(type, node, false));
    } catch (InvalidValue e) {
      attributes.problem(
          "invalid_default", "the default " + Texts.abbreviate(Json.text(node)) + " " + e.reason());
      return null;
    }
  }

  private static Set<String> keys() {
    var keys = new HashSet<>(TypeParser.CONSTRAINTS.keySet());
    keys.addAll(Set.of("name", "type", "required", "nullable", "default", "description", "label"));
    keys.addAll(Set.of("unique", "index", "searchable", "hidden", "read_only", "renamed_from"));
    return Set.copyOf(keys);
  }
}
