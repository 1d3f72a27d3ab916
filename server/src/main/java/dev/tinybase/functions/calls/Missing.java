package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;
import dev.tinybase.text.Texts;

/** The 404 of functions and calls. */
final class Missing {
  private Missing() {}

  static Problem of(String function) {
    return Problem.notFound(
        "function_not_found", "Function '" + Texts.abbreviate(function, 100) + "' not found");
  }

  static Problem call() {
    return Problem.notFound("call_not_found", "Call not found");
  }
}
