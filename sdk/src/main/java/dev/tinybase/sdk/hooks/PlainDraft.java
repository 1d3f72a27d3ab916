package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.User;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A draft in memory, for tests of hooks without a server. */
final class PlainDraft implements RecordDraft {
  private final String collection;
  private final Optional<Record> before;
  private final Map<String, @Nullable Object> data = new LinkedHashMap<>();

  PlainDraft(
      String collection, Optional<Record> before, Map<String, ? extends @Nullable Object> changes) {
    this.collection = collection;
    this.before = before;
    before.ifPresent(record -> data.putAll(record.data()));
    data.putAll(changes);
  }

  @Override
  public String collection() {
    return collection;
  }

  @Override
  public Optional<Record> before() {
    return before;
  }

  @Override
  public Map<String, @Nullable Object> data() {
    return Collections.unmodifiableMap(data);
  }

  @Override
  public @Nullable Object get(String field) {
    return data.get(field);
  }

  @Override
  public void set(String field, @Nullable Object value) {
    data.put(field, value);
  }

  @Override
  public Optional<User> user() {
    return Optional.empty();
  }
}
