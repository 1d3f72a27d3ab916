package dev.tinybase.sdk.testing;

import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.Job;
import dev.tinybase.sdk.Response;
import dev.tinybase.sdk.User;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An empty instance with the functions beside the test, made new for each test method that takes
 * one as its parameter, and gone after it. {@code tinybase functions test} runs the tests; they are
 * written with JUnit, in files whose names end in {@code Test.java}.
 *
 * <p>What the instance refuses comes as a {@link dev.tinybase.sdk.FunctionException}. Functions are
 * called as clients call them, so a test calls them outside of its own transactions.
 *
 * {@snippet :
 * @Test
 * void adds_two_numbers(TestInstance app) {
 *   assertEquals(3.0, app.call("add_numbers", Map.of("x", 1, "y", 2)));
 * }
 *
 * @Test
 * void places_an_order(TestInstance app) {
 *   app.apply(Path.of("../collections/orders.json"));
 *   var anna = app.user("anna@example.org");
 *   app.as(anna).call("place_order", Map.of("item", "pen", "quantity", 2));
 *   assertEquals(1, app.asAdmin().records("orders").count(Filter.ALL));
 * }
 * }
 *
 * <p>Hooks of the functions' files run as on a server: those that begin with {@code Before} at
 * once, those that begin with {@code On} when the test says so:
 *
 * {@snippet :
 * @Test
 * void keeps_who_has_published(TestInstance app) {
 *   var posts = app.asAdmin().records("posts");
 *   posts.update(posts.create(Map.of("title", "Hello")).id(), Map.of("published", true));
 *   app.settle();
 *   assertEquals(1, app.asAdmin().records("audit").count(Filter.ALL));
 * }
 * }
 *
 * <p>Schedules and jobs run when the test lets the clock go on, on its own thread, one after the
 * other:
 *
 * {@snippet :
 * @Test
 * void reports_every_morning(TestInstance app) {
 *   app.pass(Duration.ofDays(2));
 *   assertEquals(2, app.runs("nightly_report").size());
 *   assertTrue(app.runs("nightly_report").stream().allMatch(TestInstance.Run::succeeded));
 * }
 * }
 */
public interface TestInstance {
  /** Makes a collection as {@code tinybase collections apply} does from a file's JSON. */
  void apply(String json);

  /** Makes a collection from a file, by its path from the folder of the functions. */
  void apply(Path file);

  /** Makes an account. */
  User user(String email);

  /** Makes an admin's account. */
  User admin(String email);

  /** The instance as somebody without an account sees it. */
  Context anonymous();

  /** The instance as this user sees it. */
  Context as(User user);

  /** The instance with an admin's rights. */
  Context asAdmin();

  /** Calls a function with an admin's rights; see {@link Context#call}. */
  default @Nullable Object call(String function, @Nullable Object payload) {
    return asAdmin().call(function, payload);
  }

  /**
   * Sends a request as a client of the HTTP API does: to a route of an extension, or one of the
   * server's own. What is refused comes as a {@link dev.tinybase.sdk.FunctionException}.
   *
   * {@snippet :
   * @Test
   * void counts_words(TestInstance app) {
   *   var post = app.asAdmin().records("posts").create(Map.of("body", "one two"));
   *   var answer = app.request(null, "GET", "/api/x/words/posts/" + post.id() + "/words", null);
   *   assertEquals("{\"words\":2}", new String(answer.body()));
   * }
   * }
   *
   * @param user who sends it; null for somebody without an account
   * @param path with the query, percent-encoded
   * @param body anything that JSON can hold; null for none
   */
  Response request(@Nullable User user, String method, String path, @Nullable Object body);

  /** Sets a secret. */
  void secret(String name, String value);

  /** Sets a setting of the extension that is tested. */
  void setting(String name, @Nullable Object value);

  /**
   * Lets the instance's clock, which stands still otherwise, go on. What falls due until then runs,
   * each at its moment and in that order: schedules that the functions declare, jobs with their
   * delays and further attempts, and the jobs that those enqueue. No time at all runs what is due
   * now.
   *
   * @throws IllegalStateException after 10,000 runs, before all of the time has passed
   */
  void pass(Duration time);

  /** Runs what is due now: hooks that are told of what has happened, and jobs. */
  default void settle() {
    pass(Duration.ZERO);
  }

  /** What schedules and jobs have run so far, in order: an element for each attempt. */
  List<Run> runs();

  /** The same of one function. */
  default List<Run> runs(String function) {
    return runs().stream().filter(run -> run.function().equals(function)).toList();
  }

  /**
   * One attempt of a job.
   *
   * @param at by the instance's clock
   * @param error such as {@code FunctionException: Nobody is there.}; null where it succeeded
   */
  record Run(String function, Job job, Instant at, @Nullable String error) {
    /** Whether the function has returned. */
    public boolean succeeded() {
      return error == null;
    }
  }
}
