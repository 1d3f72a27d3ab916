package dev.tinybase.schema;

import dev.tinybase.db.ColumnType;
import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a schema: {@code {"fields": […]}}, or a JSON Schema object, which is translated first. All
 * problems come at once, as a 400 whose detail names each field.
 */
public final class SchemaParser {
  /** The most fields of a collection. */
  public static final int MAX_FIELDS = 500;

  private static final Set<String> FIELD_KEYS = fieldKeys();
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

  /** PostgreSQL's system columns, and SQLite's name for the row's number. */
  private static final Set<String> RESERVED =
      Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "rowid");

  /** Words of the filter language: a field of that name could not be filtered by. */
  private static final Set<String> FILTER_WORDS = Set.of("and", "or", "not", "exists");

  /**
   * A schema as somebody wants it to be.
   *
   * @param renames for each field with {@code renamed_from}: its name now and the one before
   */
  public record ParsedSchema(Schema schema, Map<String, String> renames) {
    public ParsedSchema {
      renames = Map.copyOf(renames);
    }
  }

  private final SchemaErrors findings = new SchemaErrors();
  private final List<Field> fields = new ArrayList<>();
  private final Map<String, String> renames = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private final Predicate<String> isKept;

  private SchemaParser(Predicate<String> isKept) {
    this.isKept = isKept;
  }

  /** The schema that the JSON describes. */
  public static ParsedSchema parse(JsonNode schema) {
    return parse(schema, Set.of());
  }

  /** A schema that was accepted once, perhaps when fewer names were reserved. */
  public static Schema parseStored(JsonNode schema) {
    return parse(schema, _ -> true).schema();
  }

  /**
   * The schema that the JSON describes.
   *
   * @param keptNames names of fields that are there already, and may stay although they are
   *     reserved now
   */
  public static ParsedSchema parse(JsonNode schema, Set<String> keptNames) {
    return parse(schema, keptNames::contains);
  }

  private static ParsedSchema parse(JsonNode schema, Predicate<String> isKept) {
    var parser = new SchemaParser(isKept);
    parser.read(schema);
    parser.findings.throwIfAny();
    return new ParsedSchema(new Schema(parser.fields), parser.renames);
  }

  private void read(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      findings.add("", "wrong_type", "the schema must be an object with a list 'fields'");
      return;
    }
    if (JsonSchemaReader.isJsonSchema(object)) {
      readFields(new JsonSchemaReader(findings).fields(object));
      return;
    }
    new FieldAttributes(object, "", findings).refuseOthers(Set.of("fields"));
    readFields(object.has("fields") ? object.get("fields") : Json.mapper().createArrayNode());
  }

  private void readFields(JsonNode list) {
    if (!list.isArray()) {
      findings.add("", "wrong_type", "'fields' must be a list");
      return;
    }
    if (list.size() > MAX_FIELDS) {
      findings.add("", "too_many_fields", "at most " + MAX_FIELDS + " fields, not " + list.size());
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      readField(list.get(i), "fields[" + i + "]");
    }
  }

  private void readField(@Nullable JsonNode entry, String place) {
    if (!(entry instanceof ObjectNode spec)) {
      findings.add(place, "wrong_type", "a field is an object with at least a 'name'");
      return;
    }
    var name = spec.path("name").stringValue("");
    if (name.isEmpty()) {
      findings.add(place, "invalid_name", "a field needs a 'name'");
      return;
    }
    if (!names.add(name.toLowerCase(Locale.ROOT))) {
      findings.add(
          Texts.abbreviate(name),
          "duplicate_name",
          "the name is there twice (upper and lower case count as the same)");
    }
    var field = field(spec, Texts.abbreviate(name));
    if (field != null) {
      fields.add(field);
      readRename(spec, name);
    }
  }

  private void readRename(ObjectNode spec, String name) {
    var before = new FieldAttributes(spec, name, findings).text("renamed_from", 63);
    if (before == null) {
      return;
    }
    if (before.equals(name)) {
      findings.add(name, "invalid_renamed_from", "'renamed_from' is the field's name already");
    } else if (renames.containsValue(before)) {
      findings.add(
          name, "invalid_renamed_from", "another field is renamed from '" + before + "' as well");
    }
    renames.put(name, before);
  }

  /** The field; null when it is too wrong to be one. Everything wrong is noted. */
  private @Nullable Field field(ObjectNode spec, String name) {
    var attributes = new FieldAttributes(spec, name, findings);
    attributes.refuseOthers(FIELD_KEYS);
    checkName(name, attributes);
    var type = new TypeParser(attributes).parse();
    return type == null ? null : field(name, type, attributes);
  }

  /** Names of fields are names of columns too. */
  private void checkName(String name, FieldAttributes attributes) {
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
    } else if (FILTER_WORDS.contains(lower) && !isKept.test(name)) {
      attributes.problem(
          "invalid_name",
          "'"
              + lower
              + "' is a word of filters, so that nobody could filter by the field; choose another"
              + " name");
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

  private static Set<String> fieldKeys() {
    var keys = new HashSet<>(TypeParser.CONSTRAINTS.keySet());
    keys.addAll(Set.of("name", "type", "required", "nullable", "default", "description", "label"));
    keys.addAll(Set.of("unique", "index", "searchable", "hidden", "read_only", "renamed_from"));
    return Set.copyOf(keys);
  }
}
