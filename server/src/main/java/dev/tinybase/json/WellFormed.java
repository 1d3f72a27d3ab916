package dev.tinybase.json;

import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import tools.jackson.databind.JsonNode;

/** Refuses text that no database can store or return: unpaired surrogates and NUL. */
final class WellFormed {
  private WellFormed() {}

  static JsonNode check(JsonNode node) {
    if (node.isString()) {
      check(node.stringValue());
    } else if (node.isArray()) {
      node.values().forEach(WellFormed::check);
    } else if (node.isObject()) {
      node.properties()
          .forEach(entry -> {
            check(entry.getKey());
            check(entry.getValue());
          });
    }
    return node;
  }

  private static void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw refused("a NUL character (\\u0000)");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw refused("an unpaired surrogate (\\u%04x)".formatted((int) c));
        }
        i++;
      }
    }
  }

  private static Problem refused(String what) {
    return Problem.invalid(
        InputError.at(
            "json_invalid", "Invalid JSON: a text holds " + what + "; remove it", "body"));
  }
}
