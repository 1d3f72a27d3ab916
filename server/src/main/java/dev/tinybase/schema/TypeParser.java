package dev.tinybase.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.json.Json;
import dev.tinybase.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes the {@link FieldType} of a field's {@code type} and of the constraints beside it. */
final class TypeParser {
  /** The keys that constrain a type, with the types that they fit. */
  static final Map<String, String> CONSTRAINTS =
      Map.of(
          "min_length", "string and list",
          "max_length", "string and list",
          "pattern", "string",
          "format", "string",
          "values", "string",
          "min", "integer, number and decimal",
          "max", "integer, number and decimal",
          "items", "list");

  /** The words for a type, with the one that we answer. */
  static final Map<String, String> WORDS = words();

  private static final Set<String> LATER = Set.of("reference", "file");
  private static final Set<String> OF_ITEMS = Set.of("string", "integer", "number", "boolean");
  private static final int MOST_PATTERN = 1_000;

  private final FieldAttributes attributes;

  TypeParser(FieldAttributes attributes) {
    this.attributes = attributes;
  }

  /** The type; null when it is unknown, which is noted. */
  @Nullable FieldType parse() {
    if (attributes.isNull("type")) {
      attributes.problem("unknown_type", "the type must be a word such as string, not null");
      return null;
    }
    var text = attributes.text("type", 100);
    var word = text == null ? "string" : text.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    boolean typedList = word.startsWith("list[") && word.endsWith("]");
    var name = typedList ? "list" : WORDS.get(word);
    if (name == null) {
      attributes.problem("unknown_type", unknown(text == null ? word : text, word));
      return null;
    }
    var item = typedList ? word.substring(5, word.length() - 1) : null;
    return switch (name) {
      case "string" -> text();
      case "integer" ->
          bounded(new FieldType.Whole(attributes.whole("min"), attributes.whole("max")));
      case "number" -> bounded(new FieldType.Real(attributes.real("min"), attributes.real("max")));
      case "decimal" ->
          bounded(new FieldType.Decimal(attributes.decimal("min"), attributes.decimal("max")));
      case "boolean" -> plain(new FieldType.Bool());
      case "date" -> plain(new FieldType.Date());
      case "datetime" -> plain(new FieldType.DateTime());
      case "json" -> plain(new FieldType.Json());
      case "object" -> plain(new FieldType.Dictionary());
      default -> list(item);
    };
  }

  private static String unknown(String shown, String word) {
    if (LATER.contains(word)) {
      return "the type '" + word + "' is not supported yet";
    }
    var known = new TreeSet<>(WORDS.keySet());
    return "unknown type '"
        + shown
        + "'"
        + DidYouMean.hint(word, known)
        + " (known: "
        + String.join(", ", known)
        + ", list[string|integer|number|boolean])";
  }

  private FieldType plain(FieldType type) {
    refuseOtherThan(type, Set.of());
    return type;
  }

  private FieldType text() {
    var type =
        new FieldType.Text(
            attributes.count("min_length"),
            attributes.count("max_length"),
            pattern(),
            format(),
            attributes.words("values"));
    refuseOtherThan(type, Set.of("min_length", "max_length", "pattern", "format", "values"));
    ordered("min_length", type.minLength(), "max_length", type.maxLength());
    for (var value : type.values()) {
      try {
        type.check(value);
      } catch (InvalidValue e) {
        attributes.problem(
            "invalid_values", "the value '" + Texts.abbreviate(value) + "' " + e.reason());
      }
    }
    return type;
  }

  private <T extends Comparable<T>> FieldType bounded(FieldType.Numeric<T> type) {
    refuseOtherThan(type, Set.of("min", "max"));
    ordered("min", type.min(), "max", type.max());
    return type;
  }

  private FieldType list(@Nullable String itemWord) {
    var type =
        new FieldType.ListOf(
            items(itemWord), attributes.count("min_length"), attributes.count("max_length"));
    refuseOtherThan(type, Set.of("min_length", "max_length", "items"));
    ordered("min_length", type.minLength(), "max_length", type.maxLength());
    return type;
  }

  private @Nullable Pattern pattern() {
    var text = attributes.text("pattern", MOST_PATTERN);
    if (text == null) {
      return null;
    }
    if (PatternSize.of(text) > PatternSize.MOST) {
      attributes.problem(
          "invalid_pattern", "'pattern' repeats too much; use max_length to bound a text");
      return null;
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      attributes.problem(
          "invalid_pattern",
          "'pattern' is not a regular expression in RE2's syntax: " + e.getDescription());
      return null;
    }
  }

  private FieldType.@Nullable Format format() {
    var text = attributes.text("format", 100);
    if (text == null) {
      return null;
    }
    var known = List.of("email", "url", "uuid", "slug");
    if (known.contains(text.toLowerCase(Locale.ROOT))) {
      return FieldType.Format.valueOf(text.toUpperCase(Locale.ROOT));
    }
    attributes.problem(
        "invalid_format",
        "unknown format '"
            + text
            + "'"
            + DidYouMean.hint(text, known)
            + " (known: "
            + String.join(", ", known)
            + ")");
    return null;
  }

  private void refuseOtherThan(FieldType type, Set<String> fitting) {
    CONSTRAINTS.keySet().stream()
        .sorted()
        .filter(key -> !fitting.contains(key) && attributes.value(key) != null)
        .forEach(key ->
            attributes.problem(
                "constraint_misplaced",
                "'"
                    + key
                    + "' does not fit the type '"
                    + type.word()
                    + "'; it belongs to "
                    + CONSTRAINTS.get(key)));
  }

  private <T extends Comparable<T>> void ordered(
      String leastKey, @Nullable T least, String mostKey, @Nullable T most) {
    if (least != null && most != null && least.compareTo(most) > 0) {
      attributes.problem(
          "invalid_" + leastKey,
          "'" + leastKey + "' (" + least + ") is greater than '" + mostKey + "' (" + most + ")");
    }
  }

  /** The type of a list's items, from {@code list[word]}, from {@code items}, or from both. */
  private @Nullable FieldType items(@Nullable String word) {
    var items = attributes.value("items");
    if (items != null && !items.isString() && !items.isObject()) {
      attributes.problem("invalid_items", "'items' must be a type's name or an object");
      return null;
    }
    var spec = items instanceof ObjectNode object ? object.deepCopy() : Json.object();
    if (items != null && items.isString()) {
      spec.put("type", items.stringValue());
    }
    if (word != null) {
      var other = canonical(spec.path("type").stringValue(word));
      if (!canonical(word).equals(other)) {
        attributes.problem("invalid_items", "'items' names another type than 'type' does");
      }
      spec.put("type", word);
    }
    return spec.isEmpty() ? null : item(spec);
  }

  private static String canonical(String word) {
    var lower = word.toLowerCase(Locale.ROOT).strip();
    return WORDS.getOrDefault(lower, lower);
  }

  private @Nullable FieldType item(ObjectNode spec) {
    var nested = attributes.nested("items", spec);
    nested.refuseOthers(
        Set.of("type", "min_length", "max_length", "pattern", "format", "values", "min", "max"));
    var word = canonical(spec.path("type").stringValue(""));
    if (!OF_ITEMS.contains(word)) {
      attributes.problem(
          "unknown_type",
          "the items of a list are string, integer, number or boolean, not '"
              + word
              + "'; a plain 'list' takes any");
      return null;
    }
    return new TypeParser(nested).parse();
  }

  private static Map<String, String> words() {
    var words = new HashMap<>(Map.of("text", "string", "int", "integer", "float", "number"));
    words.putAll(Map.of("bool", "boolean", "dict", "object"));
    for (var word :
        "string integer number decimal boolean date datetime json object list".split(" ", -1)) {
      words.put(word, word);
    }
    return Map.copyOf(words);
  }
}
