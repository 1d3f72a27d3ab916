package dev.tinybase.schema;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.text.Texts;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

  @Nullable JsonNode value(String key) {
    var node = spec.get(key);
    return node == null || node.isNull() ? null : node;
  }

  boolean flag(String key) {
    var node = value(key);
    if (node != null && !node.isBoolean()) {
      wrong(key, "true or false");
    }
    return node != null && node.isBoolean() && node.booleanValue();
  }

  @Nullable String text(String key, int most) {
    var node = value(key);
    if (node == null) {
      return null;
    }
    if (!node.isString()) {
      wrong(key, "a string");
      return null;
    }
    if (node.stringValue().length() > most) {
      problem("invalid_" + key, "'" + key + "' must have at most " + most + " characters");
      return null;
    }
    return node.stringValue();
  }

  /** A length. */
  @Nullable Integer count(String key) {
    var node = value(key);
    if (node == null) {
      return null;
    }
    var number = node.isNumber() ? Decimals.whole(node.decimalValue()) : null;
    if (number == null || number < 0 || number > Integer.MAX_VALUE) {
      wrong(key, "a whole number from 0");
      return null;
    }
    return number.intValue();
  }

  @Nullable Long whole(String key) {
    var node = value(key);
    if (node == null) {
      return null;
    }
    var number = node.isNumber() ? Decimals.whole(node.decimalValue()) : null;
    if (number == null) {
      wrong(key, "a whole number of 64 bits");
    }
    return number;
  }

  @Nullable Double real(String key) {
    var node = value(key);
    if (node == null) {
      return null;
    }
    try {
      return JsonScalars.real(node, false);
    } catch (InvalidValue e) {
      problem("invalid_" + key, "'" + key + "' " + e.reason());
      return null;
    }
  }

  @Nullable BigDecimal decimal(String key) {
    var node = value(key);
    if (node == null) {
      return null;
    }
    try {
      return JsonScalars.decimal(node);
    } catch (InvalidValue e) {
      problem("invalid_" + key, "'" + key + "' " + e.reason());
      return null;
    }
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
