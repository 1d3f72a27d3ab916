package dev.tinybase.filters;

import dev.tinybase.errors.Problem;

/** The one answer to a filter that makes no sense: 400, naming the place. */
final class InvalidFilter {
  private static final int ECHO = 80;

  private InvalidFilter() {}

  static Problem at(String place, String sentence) {
    return Problem.badRequest("invalid_filter", place + ": " + sentence);
  }

  /** The place of a key inside another place; long keys are cut, they are input. */
  static String inside(String place, String key) {
    return place + "." + cut(key);
  }

  static String cut(String input) {
    return input.length() <= ECHO ? input : input.substring(0, ECHO) + "…";
  }
}
