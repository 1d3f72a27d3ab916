package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.registry.Registry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How large a call may be and how many there may be: at once on this server, of one caller, of one
 * function, and asynchronous ones that have not ended. A call holds its places until it is closed.
 * At the server's end no more are let in, and those that run are ended.
 */
final class CallLimits implements AutoCloseable {
  private static final String SERVER_BUSY = "functions_busy";
  private static final String FUNCTION_BUSY = "function_busy";
  private static final int MOST_WAITING = 2_000;
  private static final int MOST_ASYNC = 1_000;
  private static final long MOST_ASYNC_BYTES = 64 << 20;

  private record FunctionLimit(String name, int most) {}

  private final long mostPayload;
  private final Duration shutdown;
  private final int mostRunning;
  private final Semaphore free;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int mostOfCaller;
  private final Map<Object, Integer> byCaller = new ConcurrentHashMap<>();
  private final Map<FunctionLimit, Semaphore> byFunction = new ConcurrentHashMap<>();
  private final Map<Call, Thread> running = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private int async; // these are guarded by this
  private long asyncBytes;

  CallLimits(Settings settings, Registry registry) {
    mostPayload = settings.functions().maxPayloadBytes();
    shutdown = Duration.ofSeconds(settings.server().shutdownSeconds());
    mostRunning = settings.functions().maxConcurrent();
    free = new Semaphore(mostRunning);
    mostOfCaller = settings.functions().maxConcurrentPerUser();
    registry.onChange(() -> byFunction.keySet().removeIf(limit -> !isCurrent(registry, limit)));
  }

  /** Those who hold a place keep their semaphore; a function that comes back begins anew. */
  private static boolean isCurrent(Registry registry, FunctionLimit limit) {
    return registry
        .find(limit.name())
        .filter(function -> function.signature().concurrency() == limit.most())
        .isPresent();
  }

  /** Throws the problem that refuses the call, with the checks in the contract's order. */
  void admit(Call call) {
    boolean outside = call.parent().isEmpty();
    if (outside) {
      if (closed) {
        throw stopping();
      }
      call.hold(caller(call.caller()));
    }
    var _ = call.checked();
    if (outside) {
      checkSize(call.inputBytes());
    }
  }

  /** The 413 for a payload of so many bytes. */
  void checkSize(long bytes) {
    if (bytes > mostPayload) {
      throw Problem.of(
          Problem.Kind.TOO_LARGE,
          "payload_too_large",
          "The payload of %d bytes exceeds maximum size of %d bytes."
              .formatted(bytes, mostPayload));
    }
  }

  /** Whether a call was refused for want of a place, which there will be later. */
  static boolean isBusy(Problem refused) {
    return refused.code().equals(SERVER_BUSY) || refused.code().equals(FUNCTION_BUSY);
  }

  /** Does the work of a call when it has its places; a stop of the server interrupts it. */
  <T> T inTurn(Call call, Duration forFunction, Duration forServer, Supplier<T> work)
      throws InterruptedException {
    running.put(call, Thread.currentThread());
    try {
      holdFunction(call, forFunction);
      call.hold(running(forServer));
      return work.get();
    } finally {
      running.remove(call);
      if (closed) {
        synchronized (this) {
          notifyAll();
        }
      }
    }
  }

  /** A place among all that run on this server. */
  private Runnable running(Duration patience) throws InterruptedException {
    if (!free.tryAcquire() && !await(patience)) {
      throw Problem.unavailable(
          SERVER_BUSY,
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
  private Runnable caller(Caller caller) {
    return switch (caller.principal()) {
      case Principal.User user -> caller(user.id(), "You already have");
      case Principal.Application application ->
          caller(application.id(), "This application token already has");
      case Principal.Anonymous _ -> caller(caller.address(), "Your address already has");
      case Principal.Operator _ -> () -> {};
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

  /** Takes a place among those of the function, where it says how many there may be. */
  void holdFunction(Call call, Duration patience) throws InterruptedException {
    var function = call.function().orElseThrow();
    int most = function.signature().concurrency();
    if (most == 0) {
      return;
    }
    var limit = new FunctionLimit(function.name(), most);
    var places = byFunction.computeIfAbsent(limit, _ -> new Semaphore(most));
    if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw Problem.of(
              Problem.Kind.TOO_MANY_REQUESTS,
              FUNCTION_BUSY,
              "Function '"
                  + function.name()
                  + "' runs at most "
                  + most
                  + " times at once, and does. Try again in a second.")
          .header("Retry-After", "1");
    }
    call.hold(places::release);
  }

  /** Takes a place among the asynchronous calls that this server keeps in memory. */
  synchronized void holdAsync(Call call) {
    long bytes = call.inputBytes();
    if (async >= MOST_ASYNC || (async > 0 && asyncBytes + bytes > MOST_ASYNC_BYTES)) {
      throw Problem.unavailable(
          "too_many_calls_waiting",
          "As many calls as may wait are waiting. Try again in some seconds.",
          5);
    }
    countAsync(1, bytes);
    call.hold(() -> countAsync(-1, -bytes));
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

  boolean isClosed() {
    return closed;
  }

  /** Lets no more calls in, gives those that run some time to end, and ends the rest. */
  @Override
  public void close() {
    closed = true;
    awaitNone(shutdown);
    running.values().forEach(Thread::interrupt);
    awaitNone(Duration.ofSeconds(3));
  }

  private synchronized void awaitNone(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toNanos(); left > 0 && !running.isEmpty(); ) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  static Problem stopping() {
    return Problem.unavailable("shutting_down", "The server is shutting down.", 1);
  }
}
