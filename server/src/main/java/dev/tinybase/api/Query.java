package dev.tinybase.api;

import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The decoded query of a request, in the order sent. Wrong values are a 422 that names the
 * parameter.
 */
public record Query(Map<String, List<String>> values) {
  /** The last value of a parameter. */
  public Optional<String> text(String name) {
    var all = values.get(name);
    return all == null ? Optional.empty() : Optional.of(all.getLast());
  }

  /** Every name that was sent. */
  public Set<String> names() {
    return values.keySet();
  }

  /** A whole number within bounds, or the default when absent. */
  public long integer(String name, long least, long most, long fallback) {
    var text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException _) {
      // falls through to the one message that tells all of it
    }
    throw wrong("int_parsing", name, "must be a whole number from " + least + " to " + most);
  }

  /** {@code true} or {@code false}, or the default when absent. */
  public boolean flag(String name, boolean fallback) {
    var text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    return switch (text.get()) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw wrong("bool_parsing", name, "must be true or false");
    };
  }

  /** One of the named words, or the default when absent. */
  public String choice(String name, String fallback, String... words) {
    var text = text(name).orElse(fallback);
    if (!List.of(words).contains(text)) {
      throw wrong("enum", name, "must be one of " + String.join(", ", words));
    }
    return text;
  }

  private static Problem wrong(String type, String name, String message) {
    return Problem.invalid(InputError.at(type, message, "query", name));
  }
}
