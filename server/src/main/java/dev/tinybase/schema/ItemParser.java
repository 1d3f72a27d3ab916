package dev.tinybase.schema;

import dev.tinybase.json.Json;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes the {@link FieldType} of a list's items. */
final class ItemParser {
  private static final Set<String> ITEM_WORDS = Set.of("string", "integer", "number", "boolean");

  private final FieldAttributes attributes;

  ItemParser(FieldAttributes attributes) {
    this.attributes = attributes;
  }

  /** The type of a list's items, from {@code list[word]}, from {@code items}, or from both. */
  @Nullable FieldType parse(@Nullable String word) {
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
    return TypeParser.WORDS.getOrDefault(lower, lower);
  }

  private @Nullable FieldType item(ObjectNode spec) {
    var nested = attributes.nested("items", spec);
    nested.refuseOthers(
        Set.of("type", "min_length", "max_length", "pattern", "format", "values", "min", "max"));
    var word = canonical(spec.path("type").stringValue(""));
    if (!ITEM_WORDS.contains(word)) {
      attributes.problem(
          "unknown_type",
          "the items of a list are string, integer, number or boolean, not '"
              + word
              + "'; a plain 'list' takes any");
      return null;
    }
    return new TypeParser(nested).parse();
  }
}
