package dev.tinybase.secrets;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Values that were decrypted, until something changes. */
final class SecretCache {
  /** What more there is, is not kept: there are few secrets. */
  private static final int MOST = 1000;

  private final Map<String, String> values = new HashMap<>(); // guarded by this
  private long epoch; // guarded by this: how often all was forgotten

  /** The value, loaded where it is not known; what changes meanwhile is not kept. */
  Optional<String> get(String name, Supplier<Optional<String>> load) {
    long before;
    synchronized (this) {
      var known = values.get(name);
      if (known != null) {
        return Optional.of(known);
      }
      before = epoch;
    }
    var loaded = load.get();
    loaded.ifPresent(value -> put(name, value, before));
    return loaded;
  }

  private synchronized void put(String name, String value, long before) {
    if (epoch == before && values.size() < MOST) {
      values.put(name, value);
    }
  }

  synchronized void forgetAll() {
    epoch++;
    values.clear();
  }
}
