package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.functions.registry.Registry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many calls of one function run at once, where the function says how many may. */
final class FunctionSlots {
  private record Key(String name, int most) {}

  private final Map<Key, Semaphore> slots = new ConcurrentHashMap<>();
  private final Registry registry;

  FunctionSlots(Registry registry) {
    this.registry = registry;
    registry.onChange(this::forget);
  }

  /**
   * Takes a slot, and tells how to give it back.
   *
   * @param patience how long to wait for it
   */
  Runnable take(Function function, Duration patience) throws InterruptedException {
    int most = function.signature().concurrency();
    if (most == 0) {
      return () -> {};
    }
    var slot = slots.computeIfAbsent(new Key(function.name(), most), _ -> new Semaphore(most));
    if (!slot.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw Problem.of(
              Problem.Kind.TOO_MANY_REQUESTS,
              "function_busy",
              "Function '"
                  + function.name()
                  + "' runs at most "
                  + most
                  + " times at once, and does. Try again in a second.")
          .header("Retry-After", "1");
    }
    return slot::release;
  }

  /**
   * Those who hold a slot keep their semaphore; a function that comes back begins with a new one.
   */
  private void forget() {
    slots
        .keySet()
        .removeIf(key ->
            registry
                .find(key.name())
                .filter(function -> function.signature().concurrency() == key.most())
                .isEmpty());
  }
}
