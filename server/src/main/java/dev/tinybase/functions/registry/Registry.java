package dev.tinybase.functions.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The functions as they are now: a map that is never changed, only replaced. */
public final class Registry {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, Function> functions = Map.of();

  /** The function of this name. */
  public Optional<Function> find(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  /**
   * The function of this name, kept open for a call until {@link Function#release}, which must
   * follow.
   */
  public Optional<Function> acquire(String name) {
    var function = functions.get(name);
    while (function != null && !function.acquire()) {
      function = functions.get(name); // replaced a moment ago
    }
    return Optional.ofNullable(function);
  }

  /** All of them, by name. */
  public List<Function> list() {
    return List.copyOf(new TreeMap<>(functions).values());
  }

  /** Replaces all of them at once. */
  public void replace(Map<String, Function> all) {
    functions = Map.copyOf(all);
    listeners.forEach(Runnable::run);
  }

  /** Calls the listener after each replacement, on the thread that replaces. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
