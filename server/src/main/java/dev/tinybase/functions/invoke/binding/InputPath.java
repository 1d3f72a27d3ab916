package dev.tinybase.functions.invoke.binding;

import dev.tinybase.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Where in the input; becomes a text only when something is wrong there.
 *
 * @param key of an object; null for an element of a list
 */
record InputPath(@Nullable InputPath parent, @Nullable String key, int index) {
  /** The input itself. */
  static final InputPath ROOT = new InputPath(null, null, -1);

  private static final int LONGEST_KEY = 80;

  InputPath key(String name) {
    return new InputPath(this, name, -1);
  }

  InputPath item(int position) {
    return new InputPath(this, null, position);
  }

  /** Such as {@code lines[2].quantity}; empty for the input itself. */
  @Override
  public String toString() {
    if (parent == null) {
      return "";
    }
    var before = parent.toString();
    if (key == null) {
      return before + "[" + index + "]";
    }
    var shown = Texts.abbreviate(key, LONGEST_KEY);
    return before.isEmpty() ? shown : before + "." + shown;
  }
}
