package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.User;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record that is about to leave the server; see {@link BeforeRecordRead}. */
public interface RecordView {
  /** The collection's name. */
  String collection();

  /** The record as hooks before this one have left it. */
  Record record();

  /** Leaves a field out of what the reader gets. */
  void hide(String field);

  /**
   * Shows the reader this value in the field, which need not be one of the collection's: anything
   * that JSON can hold. What is stored stays as it is.
   */
  void set(String field, @Nullable Object value);

  /** Who reads; empty for callers without an account. */
  Optional<User> user();
}
