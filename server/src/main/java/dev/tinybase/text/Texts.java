package dev.tinybase.text;

import java.util.regex.Pattern;

/** Brings input that comes back in messages into a form for them. */
public final class Texts {
  private static final int LONGEST = 80;
  private static final String ELLIPSIS = "...";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Texts() {}

  /** The text, or its beginning where it has more than 80 characters. */
  public static String abbreviate(String text) {
    return abbreviate(text, LONGEST);
  }

  /**
   * The text, or its beginning and an ellipsis, together no more than so many characters; a pair of
   * surrogates is never split.
   */
  public static String abbreviate(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - ELLIPSIS.length();
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + ELLIPSIS;
  }

  /** The text as one word of a command for a POSIX shell. */
  public static String shellWord(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
