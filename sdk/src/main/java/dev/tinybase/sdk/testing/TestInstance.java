package dev.tinybase.sdk.testing;

import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.User;
import java.nio.file.Path;
import java.time.Duration;
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

  /** Sets a secret. */
  void secret(String name, String value);

  /** Lets the instance's clock, which stands still otherwise, go on. */
  void pass(Duration time);
}
