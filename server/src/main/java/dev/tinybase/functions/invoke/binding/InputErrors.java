package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.text.Texts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is wrong with one input. */
final class InputErrors {
  /** So many are told; a million unknown keys shall cost no more than that. */
  static final int MOST = 100;

  private static final int MOST_HINTS = 10;

  private final List<FieldError> errors = new ArrayList<>(0);

  List<FieldError> all() {
    return errors;
  }

  int count() {
    return errors.size();
  }

  /** Whether all has been well since there were so many; where no more are told, it has not. */
  boolean noneSince(int before) {
    return errors.size() == before && !areMany();
  }

  /** Whether no more are told. */
  boolean areMany() {
    return errors.size() >= MOST;
  }

  /** Adds one; the null stands for the value that could not be read. */
  @Nullable Object add(InputPath at, String code, String message) {
    if (!areMany()) {
      errors.add(new FieldError(at.toString(), code, message));
    }
    return null;
  }

  /** Adds that something of another kind stands there. */
  @Nullable Object wrong(String expected, JsonNode found, InputPath at) {
    return add(at, "wrong_type", "must be " + expected + ", not " + PlainValues.describe(found));
  }

  /** What was probably meant, for the first problems. */
  String hint(String word, Collection<String> known) {
    return errors.size() < MOST_HINTS ? DidYouMean.hint(word, known) : "";
  }

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
}
