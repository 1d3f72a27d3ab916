package dev.tinybase.extensions;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.FilePath;
import dev.tinybase.json.Json;
import dev.tinybase.json.Toml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a manifest and finds everything that is wrong with it. */
final class ManifestReader {
  private static final String INVALID = "invalid_manifest";
  private static final int MOST_BYTES = 64 << 10;
  private static final int MOST_ENTRIES = 100;
  private static final int LONGEST = 500;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,49}");
  private static final Pattern SETTING = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  private static final Set<String> TABLES = Set.of("extension", "settings");
  private static final Set<String> SETTING_KEYS =
      Set.of("type", "default", "secret", "description");
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "version",
          "description",
          "author",
          "license",
          "min_version",
          "dependencies",
          "collections",
          "static");

  private final ObjectNode root;
  private final List<FieldError> errors = new ArrayList<>();

  ManifestReader(ObjectNode root) {
    this.root = root;
  }

  static Manifest parse(byte[] toml) {
    if (toml.length > MOST_BYTES) {
      throw Problem.badRequest(INVALID, Manifest.FILE + ": has more than " + MOST_BYTES + " bytes");
    }
    return new ManifestReader(Toml.parse(Manifest.FILE, toml, INVALID)).read();
  }

  private Manifest read() {
    var manifest = manifest();
    if (!errors.isEmpty()) {
      var all = errors.stream().map(error -> error.field() + " " + error.message());
      throw Problem.badRequest(
          INVALID, Manifest.FILE + ": " + all.collect(Collectors.joining("; ")) + ".", errors);
    }
    return manifest;
  }

  /** What could be read of it. */
  Manifest manifest() {
    checkKeys("", root, TABLES);
    var table = table(root, "extension");
    checkKeys("extension.", table, KEYS);
    var name = pattern(table, "name", NAME, "a lower-case letter, then letters, digits, hyphens");
    var version = pattern(table, "version", VERSION, "a version such as 1.0.0");
    return new Manifest(
        Objects.requireNonNullElse(name, ""),
        Objects.requireNonNullElse(version, ""),
        text(table, "extension.description"),
        text(table, "extension.author"),
        text(table, "extension.license"),
        table.has("min_version")
            ? pattern(table, "min_version", VERSION, "a version such as 0.1")
            : null,
        texts(table, "dependencies"),
        paths(table),
        folder(table),
        settings(),
        root);
  }

  private List<ExtensionSetting> settings() {
    var all = new ArrayList<ExtensionSetting>();
    var declared = root.has("settings") ? table(root, "settings") : Json.object();
    if (declared.size() > MOST_ENTRIES) {
      error("settings", "too_many", "has more than " + MOST_ENTRIES + " entries");
      return all;
    }
    for (var entry : declared.properties()) {
      if (!SETTING.matcher(entry.getKey()).matches()) {
        error(
            "settings." + entry.getKey(),
            "invalid_name",
            "must be named with a letter, then letters, digits, underscores");
      } else if (!(entry.getValue() instanceof ObjectNode table)) {
        error("settings." + entry.getKey(), "invalid_type", "must be a table with a type");
      } else {
        all.add(setting(entry.getKey(), table));
      }
    }
    return all;
  }

  private ExtensionSetting setting(String name, ObjectNode table) {
    var place = "settings." + name + ".";
    checkKeys(place, table, SETTING_KEYS);
    var type = type(place + "type", table.path("type"));
    var fallback = table.get("default");
    var secret = table.path("secret");
    if (fallback != null && !type.accepts(fallback)) {
      error(place + "default", "invalid_type", "must be of the type " + type.word());
    }
    if (!secret.isMissingNode() && !secret.isBoolean()) {
      error(place + "secret", "invalid_type", "must be true or false");
    }
    if (secret.asBoolean(false) && fallback != null) {
      error(place + "default", "secret_default", "must be left out, because anybody can read it");
    }
    if (secret.asBoolean(false) && type != ExtensionSetting.Type.STRING) {
      error(place + "type", "invalid_type", "must be string, as secrets are texts");
    }
    return new ExtensionSetting(
        name, type, fallback, secret.asBoolean(false), text(table, place + "description"));
  }

  private ExtensionSetting.Type type(String place, JsonNode value) {
    for (var type : ExtensionSetting.Type.values()) {
      if (value.isString() && value.stringValue().equals(type.word())) {
        return type;
      }
    }
    var words =
        Arrays.stream(ExtensionSetting.Type.values()).map(ExtensionSetting.Type::word).toList();
    error(place, "invalid_type", "must be one of " + String.join(", ", words));
    return ExtensionSetting.Type.STRING;
  }

  private ObjectNode table(ObjectNode in, String key) {
    if (in.get(key) instanceof ObjectNode found) {
      return found;
    }
    error(key, in.has(key) ? "invalid_type" : "missing", "must be a table: [" + key + "]");
    return Json.object();
  }

  private void checkKeys(String place, ObjectNode table, Set<String> known) {
    for (var key : table.propertyNames()) {
      if (!known.contains(key)) {
        error(place + key, "unknown_key", "is unknown" + DidYouMean.hint(key, known));
      }
    }
  }

  private @Nullable String pattern(ObjectNode table, String key, Pattern pattern, String form) {
    var value = table.path(key);
    if (value.isString() && pattern.matcher(value.stringValue()).matches()) {
      return value.stringValue();
    }
    error(
        "extension." + key, value.isMissingNode() ? "missing" : "invalid_value", "must be " + form);
    return null;
  }

  /** A text at a place, whose last part is its key. */
  private @Nullable String text(ObjectNode table, String place) {
    var value = table.get(place.substring(place.lastIndexOf('.') + 1));
    if (value == null) {
      return null;
    }
    if (value.isString() && value.stringValue().length() <= LONGEST) {
      return value.stringValue();
    }
    error(place, "invalid_value", "must be a text of at most " + LONGEST + " characters");
    return null;
  }

  private List<String> texts(ObjectNode table, String key) {
    var value = table.path(key);
    if (value.isMissingNode()) {
      return List.of();
    }
    if (value.isArray()
        && value.size() <= MOST_ENTRIES
        && value.valueStream().allMatch(ManifestReader::isLine)) {
      return value.valueStream().map(JsonNode::stringValue).toList();
    }
    error("extension." + key, "invalid_value", "must be a list of texts of one line");
    return List.of();
  }

  private static boolean isLine(JsonNode value) {
    return value.isString()
        && !value.stringValue().isBlank()
        && value.stringValue().length() <= LONGEST
        && value.stringValue().chars().noneMatch(Character::isISOControl);
  }

  private List<String> paths(ObjectNode table) {
    var paths = texts(table, "collections");
    for (var path : paths) {
      var complaint = FilePath.complaint(path);
      if (complaint != null || !(path.endsWith(".json") || path.endsWith(".toml"))) {
        var what = complaint == null ? "must be a .json or .toml file" : complaint;
        error("extension.collections", "invalid_path", "'" + path + "' " + what);
      }
    }
    return paths;
  }

  private @Nullable String folder(ObjectNode table) {
    var folder = text(table, "extension.static");
    var complaint = folder == null ? null : FilePath.complaint(folder);
    if (complaint != null) {
      error("extension.static", "invalid_path", complaint);
    }
    return folder;
  }

  private void error(String field, String code, String message) {
    errors.add(new FieldError(field, code, message));
  }
}
