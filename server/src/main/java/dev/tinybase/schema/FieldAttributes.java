package dev.tinybase.schema;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.text.Texts;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys of one field's specification. An absent key and one with null mean the same; a value of
 * the wrong form is noted and then counts as absent.
 */
final class FieldAttributes {
  private static final int MOST_VALUES = 1_000;

  private final ObjectNode spec;
  private final String place;
  private final String prefix;
  private final SchemaErrors findings;

  FieldAttributes(ObjectNode spec, String place, SchemaErrors findings) {
    this(spec, place, "", findings);
  }

  private FieldAttributes(ObjectNode spec, String place, String prefix, SchemaErrors findings) {
    this.spec = spec;
    this.place = place;
    this.prefix = prefix;
    this.findings = findings;
  }

  /** The keys of an object inside this one, noted under the same field. */
  FieldAttributes nested(String key, ObjectNode object) {
    return new FieldAttributes(object, place, prefix + "in '" + key + "': ", findings);
  }

  void problem(String code, String message) {
    findings.add(place, code, prefix + message);
  }

  /** Notes every key that nobody knows. */
  void refuseOthers(Set<String> known) {
    for (var name : spec.propertyNames()) {
      if (!known.contains(name) && !findings.isFull()) {
        problem(
            "unknown_key",
            "unknown key '" + Texts.abbreviate(name) + "'" + DidYouMean.hint(name, known));
      }
    }
  }

  /** Whether the key is there with null. */
  boolean isNull(String key) {
    return spec.path(key).isNull();
  }

  @Nullable JsonNode value(String key) {
    var node = spec.get(key);
    return node == null || node.isNull() ? null : node;
  }

  boolean flag(String key) {
    return Boolean.TRUE.equals(
        read(key, "true or false", node -> node.isBoolean() ? node.booleanValue() : null));
  }

  @Nullable String text(String key, int most) {
    var text = read(key, "a string", node -> node.isString() ? node.stringValue() : null);
    if (text != null && text.length() > most) {
      problem("invalid_" + key, "'" + key + "' must have at most " + most + " characters");
      return null;
    }
    return text;
  }

  /** A length. */
  @Nullable Integer count(String key) {
    return read(
        key,
        "a whole number from 0",
        node -> {
          var number = integer(node);
          return number == null || number < 0 || number > Integer.MAX_VALUE
              ? null
              : number.intValue();
        });
  }

  @Nullable Long whole(String key) {
    return read(key, "a whole number of 64 bits", FieldAttributes::integer);
  }

  @Nullable Double real(String key) {
    return number(key, node -> FieldValues.real(node, false));
  }

  @Nullable BigDecimal decimal(String key) {
    return number(key, FieldValues::decimal);
  }

  private <T> @Nullable T number(String key, Function<JsonNode, T> reader) {
    var node = value(key);
    try {
      return node == null ? null : reader.apply(node);
    } catch (InvalidValue e) {
      problem("invalid_" + key, "'" + key + "' " + e.reason());
      return null;
    }
  }

  /** Reads a value; one that the reader gives null for is noted. */
  private <T> @Nullable T read(
      String key, String expected, Function<JsonNode, @Nullable T> reader) {
    var node = value(key);
    var read = node == null ? null : reader.apply(node);
    if (node != null && read == null) {
      wrong(key, expected);
    }
    return read;
  }

  private static @Nullable Long integer(JsonNode node) {
    return node.isNumber() ? Decimals.whole(node.decimalValue()) : null;
  }

  /** The strings of an enumeration; empty when absent. */
  List<String> words(String key) {
    var node = value(key);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.isEmpty() || node.size() > MOST_VALUES) {
      wrong(key, "a list of 1 to " + MOST_VALUES + " strings");
      return List.of();
    }
    var words = new LinkedHashSet<String>();
    for (var item : node.values()) {
      if (!item.isString()) {
        wrong(key, "a list of strings");
        return List.of();
      }
      if (!words.add(item.stringValue())) {
        problem(
            "invalid_" + key,
            "'" + key + "' has '" + Texts.abbreviate(item.stringValue()) + "' twice");
      }
    }
    return List.copyOf(words);
  }

  private void wrong(String key, String expected) {
    problem("invalid_" + key, "'" + key + "' must be " + expected);
  }
}
