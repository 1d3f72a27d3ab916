package dev.tinybase.auth;

import dev.tinybase.errors.Problem;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Reads the parts of the text of a password hash, and refuses what is none. */
final class HashText {
  private static final int SHORTEST_HASH = 16;
  private static final int LONGEST_HASH = 128;

  private HashText() {}

  /** Parameters such as {@code m=65536,t=3,p=4}. */
  static Map<String, String> parameters(String text) {
    var parameters = new HashMap<String, String>();
    for (var part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1
          || parameters.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
        throw refusal("has parameters that cannot be read");
      }
    }
    return parameters;
  }

  /** A parameter by its name. */
  static int number(Map<String, String> parameters, String name, int least, int most) {
    var text = parameters.get(name);
    if (text == null) {
      throw refusal("lacks the parameter " + name);
    }
    return number(text, name, least, most);
  }

  /** A whole number within bounds. */
  static int number(String text, String name, int least, int most) {
    int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    if (value < least || value > most) {
      throw refusal("has a %s that is not from %d to %d".formatted(name, least, most));
    }
    return value;
  }

  /** Base64 with or without padding; passlib writes a point for a plus. */
  static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text.replace('.', '+'));
    } catch (IllegalArgumentException _) {
      throw refusal("has a part that is no Base64");
    }
  }

  /** The hash itself in Base64. */
  static byte[] hash(String text) {
    return hash(base64(text));
  }

  /** The hash itself in hexadecimal digits. */
  static byte[] hexHash(String text) {
    try {
      return hash(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException _) {
      throw refusal("has a part that is not hexadecimal");
    }
  }

  private static byte[] hash(byte[] bytes) {
    if (bytes.length < SHORTEST_HASH || bytes.length > LONGEST_HASH) {
      throw refusal("is not from %d to %d bytes".formatted(SHORTEST_HASH, LONGEST_HASH));
    }
    return bytes;
  }

  /** So many parts between separators. */
  static String[] parts(String text, String separator, int count) {
    var parts = text.split(separator, -1);
    if (parts.length != count) {
      throw refusal("does not have the parts of its kind");
    }
    return parts;
  }

  /** 400. The hash itself is not told. */
  static Problem refusal(String reason) {
    return Problem.badRequest("invalid_password_hash", "The password hash " + reason);
  }
}
