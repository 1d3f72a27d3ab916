package dev.tinybase.functions.host;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a function wants of a collection's records. */
public sealed interface RecordRequest {
  /** The collection's name. */
  String collection();

  /** Whether to act with an admin's rights instead of the caller's. */
  boolean asAdmin();

  /** Makes a record; answers with it. */
  record Create(String collection, boolean asAdmin, ObjectNode data) implements RecordRequest {}

  /** Answers with a record. */
  record Get(String collection, boolean asAdmin, String id) implements RecordRequest {}

  /**
   * Answers with {@code {records, total, next_cursor}}.
   *
   * @param limit 0 to 1000; 0 asks for the total alone
   * @param total whether to count
   */
  record List(
      String collection,
      boolean asAdmin,
      ObjectNode filter,
      String sort,
      int limit,
      @Nullable String cursor,
      boolean total)
      implements RecordRequest {}

  /** Sets some fields; answers with the record. */
  record Update(String collection, boolean asAdmin, String id, ObjectNode changes)
      implements RecordRequest {}

  /** Sets all fields; answers with the record. */
  record Replace(String collection, boolean asAdmin, String id, ObjectNode data)
      implements RecordRequest {}

  /** Deletes a record; answers with nothing. */
  record Delete(String collection, boolean asAdmin, String id) implements RecordRequest {}
}
