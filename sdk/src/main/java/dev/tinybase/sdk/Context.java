package dev.tinybase.sdk;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What a function may use while it runs. It belongs to one call: after that it throws {@link
 * IllegalStateException}. What asks the server for something also ends a call whose time is over.
 *
 * {@snippet :
 * record Order(String item, int quantity) {}
 *
 * record Receipt(String id, double price) {}
 *
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
  /** The name of the function that runs; of a hook or a route {@code file.method}. */
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

  /** The accounts of this server; only with an admin's rights, see {@link #asAdmin}. */
  Users users();

  /**
   * The same context with an admin's rights for records and calls. Only what is asked of the
   * context that comes back has them.
   */
  Context asAdmin();

  /**
   * Runs the work so that all changes of records in it happen, or none: an exception undoes them
   * and goes on to the caller. Calls of other functions within take part. The records that it reads
   * stay as they are until it ends: on SQLite nobody else changes anything meanwhile, on PostgreSQL
   * others wait who change them or read them in a transaction; so do what is slow before or after.
   * Where two wait for each other one fails with {@code database_busy}. Within another transaction
   * it is a part of that one that can fail alone. It belongs to its thread: until it ends, other
   * threads of the call cannot use records, calls and secrets.
   *
   * {@snippet :
   * var left =
   *     ctx.transaction(() -> {
   *       var stock = ctx.records("stock").first(Filter.eq("item", "pen"));
   *       if (stock.integer("left") == 0) {
   *         throw new FunctionException("sold_out", "There are no pens left.");
   *       }
   *       ctx.records("sales").create(Map.of("item", "pen", "at", ctx.now()));
   *       var changes = Map.of("left", Map.of("$inc", -1));
   *       return ctx.records("stock").update(stock.id(), changes).integer("left");
   *     });
   * }
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
   * What it changes is part of a transaction that is open.
   *
   * {@snippet :
   * record Sum(double x, double y) {}
   * double sum = ctx.call("add_numbers", new Sum(1, 2), double.class);
   * }
   *
   * @return the result as a map, a list, a text, a number, a boolean or null
   * @throws FunctionException when it fails, with its code or, for other exceptions, {@code
   *     function_failed}
   */
  @Nullable Object call(String function, @Nullable Object payload);

  /**
   * Calls another function and reads its result as one of your own types, without keys that the
   * type does not have; {@code result_mismatch} where it does not fit.
   */
  <T> T call(String function, @Nullable Object payload, Class<T> type);

  /**
   * Has another function run as a job: soon, by itself, until it has succeeded or failed five
   * times. The payload is what a client would send; one that the function does not take is refused
   * at once. Within a {@link #transaction} the job exists only if that one commits: what is to
   * happen after a change is enqueued with the change, and is neither lost nor done for nothing.
   *
   * {@snippet :
   * ctx.transaction(() -> {
   *   var order = ctx.records("orders").create(Map.of("item", "pen"));
   *   ctx.enqueue("send_receipt", Map.of("order", order.id()));
   * });
   * }
   *
   * <p>The job acts as this call's user with the rights that he has by then. Where there is none,
   * and of a context with an admin's rights, it acts as nobody with an admin's rights. Whether the
   * user may call the function is not asked. It runs at least once, see {@link Job}.
   *
   * @return the id of the job
   */
  default String enqueue(String function, @Nullable Object payload) {
    return enqueue(function, payload, JobOptions.DEFAULT);
  }

  /**
   * The same with a delay, a priority, a unique key or another number of attempts.
   *
   * @return the id of the job, or of the one that waits with the same unique key
   */
  String enqueue(String function, @Nullable Object payload, JobOptions options);

  /** The job that makes this function run; empty for others, also those that it calls. */
  Optional<Job> job();

  /**
   * A client for other servers' HTTP, shared by all functions; it follows redirects. A request ends
   * with the call's time, if it has no shorter time of its own. To close it does nothing.
   *
   * {@snippet :
   * var request = HttpRequest.newBuilder(URI.create("https://example.org/rates")).build();
   * var answer = ctx.http().send(request, HttpResponse.BodyHandlers.ofString());
   * }
   */
  HttpClient http();

  /**
   * A secret, such as {@code STRIPE_KEY}; {@code secret_not_found} where nobody has set it. Its
   * value appears as {@code ***} in the call's log and errors.
   */
  String secret(String name);

  /**
   * A setting of the extension that this code belongs to, as it is at this moment: a {@link
   * String}, a {@link Boolean}, or a number; null where it has neither a value nor a default.
   * {@code setting_not_found} where the extension declares none of this name. The value of a secret
   * one appears as {@code ***} in the call's log and errors.
   *
   * {@snippet :
   * if (ctx.setting("keep_days") instanceof Number days) {
   *   ctx.log().info("Kept for {} days", days.intValue());
   * }
   * }
   */
  @Nullable Object setting(String name);

  /**
   * A value as JSON text, for what leaves by other ways than as the result: a {@link Record}, maps,
   * lists, times, records of your own.
   *
   * {@snippet :
   * var body = ctx.json(Map.of("order", 7, "paid", ctx.now()));
   * var request =
   *     HttpRequest.newBuilder(URI.create("https://example.com/orders"))
   *         .header("Content-Type", "application/json")
   *         .POST(HttpRequest.BodyPublishers.ofString(body));
   * ctx.http().send(request.build(), HttpResponse.BodyHandlers.discarding());
   * }
   */
  String json(@Nullable Object value);

  /**
   * Runs work beside this thread, in up to 64 virtual threads, which are interrupted when the call
   * ends. More work waits, up to 10,000 pieces.
   *
   * {@snippet :
   * var one = ctx.executor().submit(() -> ctx.records("posts").count(Filter.ALL));
   * var two = ctx.executor().submit(() -> ctx.records("comments").count(Filter.ALL));
   * long both = one.get() + two.get();
   * }
   */
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
