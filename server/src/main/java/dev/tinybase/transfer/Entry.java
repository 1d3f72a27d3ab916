package dev.tinybase.transfer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One entry of a file. */
sealed interface Entry {
  /** Most characters of one entry; a longer one is refused without being kept. */
  int LONGEST = 10 << 20;

  /** The code of what cannot be read. */
  String UNREADABLE = "unreadable";

  /** The line that it begins on, from 1. */
  long line();

  /**
   * An object: a record's data, or a whole record.
   *
   * @param size about how many characters it was made of
   */
  record Data(long line, ObjectNode object, int size) implements Entry {}

  /** What cannot be read, with a stable word and a sentence that say why. */
  record Bad(long line, String code, String reason) implements Entry {
    Bad(long line, String reason) {
      this(line, UNREADABLE, reason);
    }
  }

  /** What cannot be read, and nothing after it either. */
  record Broken(long line, String reason) implements Entry {}

  /** The refusal of an entry that is too long. */
  static String tooLong() {
    return "is longer than " + LONGEST + " characters";
  }

  /** The entries of a file in their order, read as they are asked for. */
  interface Source {
    /**
     * The next one; null at the end, and after a {@link Broken}.
     *
     * @throws java.io.UncheckedIOException when the stream fails
     */
    @Nullable Entry next();
  }
}
