package dev.tinybase.filters;

/** Text as both databases see it: ordered by code point, with case for the letters A to Z only. */
final class Texts {
  private static final int AFTER_LAST = 1_000;

  private Texts() {}

  /** Compares by code point, as UTF-8 bytes do. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return rank(a.charAt(i)) - rank(b.charAt(i));
      }
    }
    return a.length() - b.length();
  }

  /** Surrogates stand for code points above all other characters. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }

  /** A to Z as a to z, everything else as it is. */
  static String lower(String text) {
    var lower = new StringBuilder(text.length());
    text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return lower.toString();
  }

  /**
   * The least text after all that begin with the prefix. None is after the last code point itself:
   * there a long run of it has to do.
   */
  static String afterPrefix(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return new StringBuilder(prefix.substring(0, end)).appendCodePoint(next).toString();
      }
    }
    return Character.toString(Character.MAX_CODE_POINT).repeat(AFTER_LAST);
  }
}
