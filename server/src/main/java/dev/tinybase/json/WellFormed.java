package dev.tinybase.json;

import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/**
 * Refuses text that no database can store or return: unpaired surrogates, NUL, and numbers such as
 * 1e999999.
 */
final class WellFormed {
  /** Far beyond every floating-point number, and far from what the databases cannot keep. */
  private static final int MOST_DIGITS = 1_000;

  private WellFormed() {}

  static JsonNode check(JsonNode node) {
    if (node.isString()) {
      check(node.stringValue());
    } else if (node.isBigDecimal()) {
      check(node.decimalValue());
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

  private static void check(BigDecimal number) {
    long exponent = (long) number.precision() - number.scale();
    if (Math.abs(exponent) > MOST_DIGITS && number.signum() != 0) {
      throw Problem.invalid(
          InputError.at(
              "json_invalid",
              "Invalid JSON: a number has more than " + MOST_DIGITS + " digits; send it as a text",
              "body"));
    }
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
