package dev.tinybase.records;

import dev.tinybase.errors.Problem;
import dev.tinybase.schema.RecordPatch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A line of an import, checked as far as it can be without the database. */
sealed interface ImportLine {
  /** Its number in the file, from 1. */
  long line();

  /** A line that makes a record. */
  record Insert(long line, StoredRecord made) implements ImportLine {}

  /**
   * A line that changes the record with a key, or makes one.
   *
   * @param key the value of the field that the upsert goes by
   * @param made the record to make where there is none; null where the line lacks something for it
   * @param refusal what it lacks
   * @param now when it was read
   */
  record Upsert(
      long line,
      Object key,
      SystemValues system,
      RecordPatch patch,
      @Nullable StoredRecord made,
      @Nullable Problem refusal,
      Instant now)
      implements ImportLine {}
}
