package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.invoke.Lane;
import dev.tinybase.functions.registry.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where calls run: this process or others. Who may call, and how many at once, has been decided
 * when a call gets here; what a function asks of the server comes back through its {@code Host}.
 */
public interface Lanes extends AutoCloseable {
  /**
   * Gives a lane to the work for the time of one call from outside, and returns what the work
   * returns or throws what it throws. The work runs at most once, on any one thread; all that it
   * asks of its lane happens on that thread too.
   *
   * <p>At the call's deadline it is over, whatever the function does: {@code
   * FunctionFailure("TimeoutError")}. An interrupt of the calling thread ends the call the same way
   * with an {@link InterruptedException}. After that nobody waits for the work any more, so it must
   * tell nothing to anybody but through its result.
   *
   * @param function the one that is called first; the work may run others on the lane
   * @throws dev.tinybase.errors.Problem 503 when it can't run now
   */
  <T extends @Nullable Object> T with(CallInfo call, Function function, Work<T> work)
      throws Throwable;

  /** Gets ready in the background; otherwise the first call does. */
  default void start() {}

  /** How many calls ignored their end and still take a thread. */
  int stuck();

  /** Ends what still runs. */
  @Override
  void close();

  /**
   * What is done on a lane.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    /** Does it. */
    T run(Lane lane) throws Throwable;
  }
}
