package dev.tinybase.filters;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern in which {@code %} stands for any text, {@code _} for one code point, and a backslash
 * takes the next character as it is.
 *
 * @param parts code points to be found as they are, {@link #ANY} and {@link #ONE}
 */
record LikePattern(List<Integer> parts) {
  /** Any text, also none. */
  private static final int ANY = -1;

  /** Any one code point. */
  private static final int ONE = -2;

  private static final int ESCAPE = '\\';

  static boolean endsInEscape(String pattern) {
    int run = 0;
    while (run < pattern.length() && pattern.charAt(pattern.length() - 1 - run) == ESCAPE) {
      run++;
    }
    return run % 2 == 1;
  }

  static LikePattern of(String pattern) {
    var parts = new ArrayList<Integer>();
    var codePoints = pattern.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      parts.add(
          switch (codePoints[i]) {
            case '%' -> ANY;
            case '_' -> ONE;
            case ESCAPE -> codePoints[++i];
            default -> codePoints[i];
          });
    }
    return new LikePattern(List.copyOf(parts));
  }

  /** The same pattern in SQLite's GLOB, which unlike its LIKE tells upper from lower case. */
  String glob() {
    var glob = new StringBuilder();
    for (int part : parts) {
      switch (part) {
        case ANY -> glob.append('*');
        case ONE -> glob.append('?');
        case '*', '?', '[' -> glob.append('[').appendCodePoint(part).append(']');
        default -> glob.appendCodePoint(part);
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
      int next = part < parts.size() ? parts.get(part) : Integer.MIN_VALUE;
      if (next == ANY) {
        retryPart = part++;
        retryAt = at;
      } else if (next == ONE || next == points[at]) {
        part++;
        at++;
      } else if (retryPart >= 0) {
        part = retryPart + 1;
        at = ++retryAt;
      } else {
        return false;
      }
    }
    return parts.stream().skip(part).allMatch(rest -> rest == ANY);
  }
}
