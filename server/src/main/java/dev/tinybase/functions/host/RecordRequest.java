package dev.tinybase.functions.host;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a function wants of a collection's records. */
public sealed interface RecordRequest {
  /** The collection's name. */
  String collection();

  /** Whether to act with an admin's rights instead of the caller's. */
  boolean asAdmin();

  /** Whether it changes something. */
  default boolean isWrite() {
    return switch (this) {
      case Get _, List _ -> false;
      case Create _, Update _, Replace _, Delete _ -> true;
    };
  }

  /** Who a record belongs to from now on; null for nobody. */
  record Owner(@Nullable String id) {}

  /**
   * Makes a record; answers with it.
   *
   * @param id null to have one made; others for admins only
   * @param owner null for the caller
   */
  record Create(
      String collection,
      boolean asAdmin,
      @Nullable String id,
      ObjectNode data,
      @Nullable Owner owner)
      implements RecordRequest {}

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

  /**
   * Sets some fields; answers with the record.
   *
   * @param owner null to leave it as it is
   */
  record Update(
      String collection, boolean asAdmin, String id, ObjectNode changes, @Nullable Owner owner)
      implements RecordRequest {}

  /**
   * Sets all fields; answers with the record.
   *
   * @param owner null to leave it as it is
   */
  record Replace(
      String collection, boolean asAdmin, String id, ObjectNode data, @Nullable Owner owner)
      implements RecordRequest {}

  /** Deletes a record; answers with nothing. */
  record Delete(String collection, boolean asAdmin, String id) implements RecordRequest {}
}
