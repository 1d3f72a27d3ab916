package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.User;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is about to be written; see {@link BeforeRecordCreate} and {@link
 * BeforeRecordUpdate}.
 *
 * {@snippet :
 * class Slugs {
 *   static void set(RecordDraft draft) {
 *     draft.set("slug", draft.data().get("title").toString().toLowerCase());
 *   }
 * }
 *
 * @Test
 * void makes_a_slug() {
 *   var draft = RecordDraft.of("posts", Map.of("title", "Hello"));
 *   Slugs.set(draft);
 *   assertEquals("hello", draft.get("slug"));
 * }
 * }
 */
public interface RecordDraft {
  /** The collection's name. */
  String collection();

  /** The record as it is stored; empty for one that is made. */
  Optional<Record> before();

  /**
   * All fields as they would be, what the caller sends merged with what is stored: text, numbers,
   * booleans, lists, maps and null, as {@link Record#data} has them. It cannot be changed but by
   * {@link #set}.
   */
  Map<String, @Nullable Object> data();

  /** A field as it would be; null where it has nothing. */
  @Nullable Object get(String field);

  /**
   * Sets a field to anything that JSON can hold, as if the caller had sent it: it is checked
   * against the schema after all hooks.
   */
  void set(String field, @Nullable Object value);

  /** Who makes the change; empty for callers without an account. */
  Optional<User> user();

  /** A draft of a new record, for tests. */
  static RecordDraft of(String collection, Map<String, ? extends @Nullable Object> data) {
    return new PlainDraft(collection, Optional.empty(), data);
  }

  /** A draft of a change, for tests: the data is merged with what the record has. */
  static RecordDraft of(
      String collection, Record before, Map<String, ? extends @Nullable Object> data) {
    return new PlainDraft(collection, Optional.of(before), data);
  }
}
