package dev.tinybase.docs;

import java.util.regex.Pattern;

/**
 * Compares what a document shows with what was printed: {@code …} stands for anything, white space
 * for any or no white space, so that a document may lay JSON out for its readers.
 */
final class Expectation {
  private static final Pattern TOKEN = Pattern.compile("…|\\s+|[^…\\s]+");

  private Expectation() {}

  static boolean matches(String expected, String actual) {
    var pattern = new StringBuilder("\\s*");
    TOKEN
        .matcher(expected.strip())
        .results()
        .map(token -> token.group())
        .map(token -> token.equals("…") ? ".*?" : token.isBlank() ? "\\s*" : Pattern.quote(token))
        .forEach(pattern::append);
    return Pattern.compile(pattern + "\\s*", Pattern.DOTALL).matcher(actual).matches();
  }
}
