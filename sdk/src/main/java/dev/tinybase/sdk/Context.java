package dev.tinybase.sdk;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What a function may use while it runs. It belongs to one call and is of no use after it.
 *
 * {@snippet :
 * @Register(name = "place_order")
 * Receipt placeOrder(Context ctx, Order order) {
 *   return ctx.transaction(() -> {
 *     var item = ctx.records("items").first(Filter.eq("name", order.item()));
 *     var saved = ctx.records("orders").create(Map.of("item", item.id()));
 *     return new Receipt(saved.id(), item.number("price"));
 *   });
 * }
 * }
 */
public interface Context {
  /** The name of the function that runs. */
  String functionName();

  /** The id of this call, under which its record is kept. */
  String callId();

  /** The id of the request that made it run, as in the header {@code X-Request-Id}. */
  String requestId();

  /** What made the function run. */
  Trigger trigger();

  /** Who called; empty for callers without an account. */
  Optional<User> user();

  /** Whether the caller is an admin. */
  boolean isAdmin();

  /** The server's clock. */
  Clock clock();

  /** The moment, by {@link #clock}. */
  default Instant now() {
    return clock().instant();
  }

  /** How much of the call's time is left; its thread is interrupted at the end of it. */
  Duration remaining();

  /** The log of this call. */
  Log log();

  /** The records of a collection, with the caller's rights. */
  Records records(String collection);

  /** The same context with an admin's rights for records and calls. */
  Context asAdmin();

  /**
   * Runs the work so that all changes of records in it happen, or none: an exception undoes them
   * and goes on to the caller. Calls of other functions within take part. No other change of the
   * database happens meanwhile on SQLite, so do what is slow before or after. Within another
   * transaction it is a part of that one that can fail alone.
   */
  <T extends @Nullable Object, E extends Exception> T transaction(Work<T, E> work) throws E;

  /** The same for work without a result. */
  default <E extends Exception> void transaction(Action<E> action) throws E {
    this.<@Nullable Object, E>transaction(() -> {
      action.run();
      return null;
    });
  }

  /**
   * Calls another function, which runs on this thread with the caller's rights and within this
   * call's time. The payload is what a client would send: a record, a map, or null for nothing.
   *
   * @return the result as a map, a list, a text, a number, a boolean or null
   * @throws FunctionException when it fails, with its code or, for other exceptions, {@code
   *     function_failed}
   */
  @Nullable Object call(String function, @Nullable Object payload);

  /** Calls another function and reads its result as one of your own types. */
  <T> T call(String function, @Nullable Object payload, Class<T> type);

  /** A client for other servers' HTTP, shared by all functions. */
  HttpClient http();

  /** A secret; {@code secret_not_found} where nobody has set it. */
  String secret(String name);

  /** Runs work beside this thread, in virtual threads that end with the call. */
  ExecutorService executor();

  /**
   * Work with a result.
   *
   * @param <T> the result
   * @param <E> what it may throw
   */
  @FunctionalInterface
  interface Work<T extends @Nullable Object, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /**
   * Work without a result.
   *
   * @param <E> what it may throw
   */
  @FunctionalInterface
  interface Action<E extends Exception> {
    /** Does it. */
    void run() throws E;
  }
}
