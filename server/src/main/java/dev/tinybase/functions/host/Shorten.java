package dev.tinybase.functions.host;

/** Keeps texts of functions and clients within bounds. */
public final class Shorten {
  private static final String MORE = "...";

  private Shorten() {}

  /** The text, or its beginning where it has more than so many characters. */
  public static String to(int most, String text) {
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
