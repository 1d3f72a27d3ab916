package dev.tinybase.functions.calls;

/** Keeps texts of functions within bounds. */
final class Texts {
  private static final String MORE = "...";

  private Texts() {}

  /** The text, or its beginning where it has more than so many characters. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - MORE.length();
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + MORE;
  }
}
