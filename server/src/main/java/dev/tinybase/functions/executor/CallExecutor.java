package dev.tinybase.functions.executor;

import dev.tinybase.functions.invoke.Invoker;
import dev.tinybase.functions.registry.Registry.Function;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the functions of calls, in this process or in others. What a function asks of the server
 * comes back through its {@code Host}.
 */
public interface CallExecutor extends AutoCloseable {
  /**
   * Waits for a place to run in, does the task there and returns what it returns or throws what it
   * throws. The task runs at most once, on any one thread; all that it asks of its invoker happens
   * on that thread too.
   *
   * <p>The time of the call begins when it has its place. At its end it is over, whatever the
   * function does: {@code FunctionFailure("TimeoutError")}. An interrupt of the calling thread ends
   * the call the same way with an {@link InterruptedException}. After that nobody waits for the
   * task any more, so it must tell nothing to anybody but through its result.
   *
   * @param function the one that is called first; the task may run others too
   * @param limit how long the call may take from when it has its place
   * @throws dev.tinybase.errors.Problem 503 when there is no place for some seconds; the task has
   *     not run
   */
  <T extends @Nullable Object> T execute(Function function, Duration limit, Task<T> task)
      throws Throwable;

  /**
   * Does a task on this very thread, so that it takes part in what the thread is in: a call, or a
   * transaction. At the end of its time the thread is interrupted; a task that goes on nevertheless
   * keeps it. Where functions run in processes it is done in that of the call around it, within the
   * time of that call, or in the one that {@link #withPlace} keeps, and else as {@link #execute}
   * does.
   *
   * @param around the invoker of the call whose thread this is; null outside of calls
   * @throws dev.tinybase.errors.Problem 503 where the function has kept such a thread already
   */
  <T extends @Nullable Object> T executeHere(
      @Nullable Invoker around, Function function, Duration limit, Task<T> task) throws Throwable;

  /**
   * Does a work with a place kept for what {@link #executeHere} does in it, so that this waits for
   * none. Threads need no place.
   *
   * @throws dev.tinybase.errors.Problem 503 when there is no place for some seconds; the work has
   *     not begun
   * @throws InterruptedException when the thread is interrupted before the work has begun
   */
  default <T extends @Nullable Object> T withPlace(Supplier<T> work) throws InterruptedException {
    return work.get();
  }

  /** How many places there are. */
  default int places() {
    return Integer.MAX_VALUE;
  }

  /** Gets ready in the background; otherwise the first call does. */
  default void start() {}

  /** How many calls ignored their end and still take a thread. */
  int stuck();

  /** Ends what still runs. */
  @Override
  void close();

  /**
   * What is done with an invoker.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface Task<T extends @Nullable Object> {
    /** Does it, until the deadline at most. */
    T run(Invoker invoker, Instant deadline) throws Throwable;
  }
}
