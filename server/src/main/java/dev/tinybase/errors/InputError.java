package dev.tinybase.errors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place of a request that has the wrong form; an entry of the 422 body.
 *
 * @param type a stable word such as {@code missing}, {@code string_type} or {@code json_invalid}
 * @param loc the path to the place, beginning with {@code body}, {@code query} or {@code path}
 * @param msg a sentence that says what is wrong and what would be right
 * @param input what was found there, as JSON text, cut to a sane length; null where it must not be
 *     echoed
 */
public record InputError(String type, List<String> loc, String msg, @Nullable String input) {
  public InputError {
    loc = List.copyOf(loc);
  }

  /** An error that does not repeat its input. */
  public static InputError at(String type, String msg, String... loc) {
    return new InputError(type, List.of(loc), msg, null);
  }
}
