package dev.tinybase.filters;

import dev.tinybase.errors.Problem;
import dev.tinybase.text.Texts;

/** The one answer to a filter that makes no sense: 400, naming the place. */
final class InvalidFilter {
  private InvalidFilter() {}

  static Problem at(String place, String sentence) {
    return Problem.badRequest("invalid_filter", place + ": " + sentence);
  }

  /** The place of a key inside another place; long keys are cut, they are input. */
  static String inside(String place, String key) {
    return place + "." + Texts.abbreviate(key);
  }
}
