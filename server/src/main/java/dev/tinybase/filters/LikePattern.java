package dev.tinybase.filters;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern in which {@code %} stands for any text, {@code _} for one code point, and a backslash
 * takes the next character as it is.
 */
record LikePattern(List<Part> parts) {
  private static final int ESCAPE = '\\';

  /** One step of a pattern. */
  sealed interface Part {
    /** Any text, also none. */
    record Any() implements Part {}

    /** Any one code point. */
    record One() implements Part {}

    /** This code point. */
    record Same(int codePoint) implements Part {}
  }

  static boolean endsInEscape(String pattern) {
    int run = 0;
    while (run < pattern.length() && pattern.charAt(pattern.length() - 1 - run) == ESCAPE) {
      run++;
    }
    return run % 2 == 1;
  }

  static LikePattern of(String pattern) {
    var parts = new ArrayList<Part>();
    var codePoints = pattern.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      parts.add(
          switch (codePoints[i]) {
            case '%' -> new Part.Any();
            case '_' -> new Part.One();
            case ESCAPE -> new Part.Same(codePoints[++i]);
            default -> new Part.Same(codePoints[i]);
          });
    }
    return new LikePattern(List.copyOf(parts));
  }

  /** The same pattern in SQLite's GLOB, which unlike its LIKE tells upper from lower case. */
  String glob() {
    var glob = new StringBuilder();
    for (var part : parts) {
      switch (part) {
        case Part.Any _ -> glob.append('*');
        case Part.One _ -> glob.append('?');
        case Part.Same(int c) when c == '*' || c == '?' || c == '[' ->
            glob.append('[').appendCodePoint(c).append(']');
        case Part.Same(int c) -> glob.appendCodePoint(c);
      }
    }
    return glob.toString();
  }

  /** Whether the whole text matches; at worst in time of text times pattern. */
  boolean matches(String text) {
    var points = text.codePoints().toArray();
    int at = 0;
    int part = 0;
    int retryPart = -1;
    int retryAt = 0;
    while (at < points.length) {
      if (part < parts.size() && parts.get(part) instanceof Part.Any) {
        retryPart = part++;
        retryAt = at;
      } else if (part < parts.size() && takes(parts.get(part), points[at])) {
        part++;
        at++;
      } else if (retryPart >= 0) {
        part = retryPart + 1;
        at = ++retryAt;
      } else {
        return false;
      }
    }
    return parts.stream().skip(part).allMatch(Part.Any.class::isInstance);
  }

  private static boolean takes(Part part, int codePoint) {
    return switch (part) {
      case Part.Any _ -> false;
      case Part.One _ -> true;
      case Part.Same(int same) -> same == codePoint;
    };
  }
}
