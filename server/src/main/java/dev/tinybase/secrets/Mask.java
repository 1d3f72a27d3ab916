package dev.tinybase.secrets;

import java.util.Collection;
import java.util.Comparator;

/** Hides secrets in texts. */
public final class Mask {
  /** Shorter values would hide half of every text and give themselves away by that. */
  private static final int LEAST = 4;

  private static final String HIDDEN = "***";

  private Mask() {}

  /** The text with {@code ***} in place of each of the values that has four characters or more. */
  public static String hide(String text, Collection<String> values) {
    if (values.isEmpty()) {
      return text;
    }
    // The longest first: a value may be a part of another one.
    return values.stream()
        .filter(value -> value.length() >= LEAST)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .reduce(text, (hidden, value) -> hidden.replace(value, HIDDEN));
  }
}
