package dev.tinybase.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The effective values: what the layers say, and the defaults below them. */
final class Values {
  private static final Origin DEFAULT = new Origin.Default();

  private final Map<Key<?>, Entry> entries;

  Values(Map<Key<?>, Entry> entries) {
    this.entries = new HashMap<>(entries);
  }

  /** The value of a key that has one, its default at least. */
  <T> T get(Key<T> key) {
    T value = find(key);
    if (value == null) {
      throw new IllegalStateException(key.name() + " has no default");
    }
    return value;
  }

  <T> @Nullable T find(Key<T> key) {
    var text = text(key);
    return text == null ? null : key.parse(text);
  }

  Origin origin(Key<?> key) {
    var entry = entries.get(key);
    return entry == null ? DEFAULT : entry.origin();
  }

  List<Effective> effective() {
    return Keys.ALL.stream().map(this::effective).toList();
  }

  private Effective effective(Key<?> key) {
    var text = text(key);
    return new Effective(
        key.name(),
        text == null ? null : key.shown(text),
        origin(key),
        key.variable(),
        key.description());
  }

  private @Nullable String text(Key<?> key) {
    var entry = entries.get(key);
    return entry == null ? key.fallback() : entry.text();
  }
}
