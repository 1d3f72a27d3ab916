package dev.tinybase.records;

import dev.tinybase.errors.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What a change expects of the record's version ({@code If-Match}, RFC 9110 section 13.1.1).
 *
 * @param version null for any
 */
public record Precondition(@Nullable Long version) {
  /** Whatever the version. */
  public static final Precondition NONE = new Precondition(null);

  /** Throws the 412 for a record that somebody else has changed. */
  void check(long present) {
    if (version != null && version != present) {
      throw Problem.of(
          Problem.Kind.PRECONDITION_FAILED,
          "stale_version",
          "The record is at version "
              + present
              + " now. Read it again and repeat the change with its new ETag.");
    }
  }
}
