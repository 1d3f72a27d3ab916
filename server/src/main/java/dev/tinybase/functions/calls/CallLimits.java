package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.registry.Function;
import dev.tinybase.functions.registry.Registry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls there may be: at once on this server, of one caller, of one function, and
 * asynchronous ones that have not ended. What takes a place tells how to give it back.
 */
final class CallLimits {
  private static final int MOST_WAITING = 2_000;
  private static final int MOST_ASYNC = 1_000;
  private static final long MOST_ASYNC_BYTES = 64 << 20;

  private record FunctionLimit(String name, int most) {}

  private final int mostRunning;
  private final Semaphore free;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int mostOfCaller;
  private final Map<Object, Integer> byCaller = new ConcurrentHashMap<>();
  private final Map<FunctionLimit, Semaphore> byFunction = new ConcurrentHashMap<>();
  private int async; // these are guarded by this
  private long asyncBytes;

  CallLimits(Settings.Functions settings, Registry registry) {
    mostRunning = settings.maxConcurrent();
    free = new Semaphore(mostRunning);
    mostOfCaller = settings.maxConcurrentPerUser();
    registry.onChange(() -> byFunction.keySet().removeIf(limit -> !isCurrent(registry, limit)));
  }

  /** Those who hold a place keep their semaphore; a function that comes back begins anew. */
  private static boolean isCurrent(Registry registry, FunctionLimit limit) {
    return registry
        .find(limit.name())
        .filter(function -> function.signature().concurrency() == limit.most())
        .isPresent();
  }

  /** A place among all that run on this server. */
  Runnable running(Duration patience) throws InterruptedException {
    if (!free.tryAcquire() && !await(patience)) {
      throw Problem.unavailable(
          "functions_busy",
          "The server runs as many calls of functions as it may. Try again in a second.",
          1);
    }
    return free::release;
  }

  private boolean await(Duration patience) throws InterruptedException {
    try {
      return waiting.incrementAndGet() <= MOST_WAITING
          && free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** A place among those of a user, or of a network without an account. */
  Runnable caller(Caller caller) {
    return switch (caller.principal()) {
      case Principal.User user -> caller(user.id(), "You already have");
      case Principal.Anonymous _ -> caller(caller.address(), "Your address already has");
      case Principal.Operator _ -> CallLimits::nothing;
    };
  }

  private Runnable caller(Object key, String who) {
    if (byCaller.merge(key, 1, Integer::sum) > mostOfCaller) {
      giveBack(key);
      throw Problem.of(
              Problem.Kind.TOO_MANY_REQUESTS,
              "too_many_calls",
              who
                  + " the maximum of "
                  + mostOfCaller
                  + " concurrent function calls. Wait for one to end.")
          .header("Retry-After", "1");
    }
    return () -> giveBack(key);
  }

  private void giveBack(Object key) {
    byCaller.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
  }

  /** A place among those of a function, where it says how many there may be. */
  Runnable function(Function function, Duration patience) throws InterruptedException {
    int most = function.signature().concurrency();
    if (most == 0) {
      return CallLimits::nothing;
    }
    var limit = new FunctionLimit(function.name(), most);
    var places = byFunction.computeIfAbsent(limit, _ -> new Semaphore(most));
    if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
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
    return places::release;
  }

  /** A place among the asynchronous calls that this server keeps in memory. */
  synchronized Runnable async(long bytes) {
    if (async >= MOST_ASYNC || (async > 0 && asyncBytes + bytes > MOST_ASYNC_BYTES)) {
      throw Problem.unavailable(
          "too_many_calls_waiting",
          "As many calls as may wait are waiting. Try again in some seconds.",
          5);
    }
    countAsync(1, bytes);
    return () -> countAsync(-1, -bytes);
  }

  private synchronized void countAsync(int calls, long bytes) {
    async += calls;
    asyncBytes += bytes;
  }

  int nowRunning() {
    return mostRunning - free.availablePermits();
  }

  int nowWaiting() {
    return waiting.get();
  }

  private static void nothing() {}
}
