package dev.tinybase.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a function that clients call with {@code POST /api/functions/{name}}.
 *
 * <p>The method takes a {@link Context}, one input, both in any order, or nothing. It returns
 * anything that JSON can hold, a {@link Response} to answer with a status, headers and bytes of its
 * own, or a {@link java.util.stream.Stream} whose elements are sent one by one. It may throw
 * anything. Static or not, private or not, in any class of the file: an object is made once for all
 * calls, with the constructor that takes nothing.
 *
 * {@snippet :
 * record Sum(double x, double y) {}
 *
 * @Register(name = "add_numbers", description = "Adds two numbers", auth = Auth.PUBLIC)
 * double addNumbers(Sum sum) {
 *   return sum.x() + sum.y();
 * }
 * }
 *
 * <p>The input is read from the client's JSON, strictly: a number is no text (but a {@link
 * java.math.BigDecimal} may come as one, with all its digits), and a key that the record does not
 * have is refused. Bad input never reaches the method; the call fails with all that is wrong. An
 * input may be:
 *
 * <ul>
 *   <li>a record of these, a list, a set, an array, or a map with texts, numbers or enums as keys;
 *       what is missing or null is null, an empty {@link java.util.Optional}, or refused for a
 *       primitive type and for {@code @NotNull}, {@code @NotBlank} and {@code @NotEmpty}
 *   <li>a text, a number, a boolean, an enum (in upper or lower case), a UUID, a type of {@code
 *       java.time} in ISO 8601, bytes in Base64
 *   <li>a sealed interface of records; the key {@code type} tells which, by its name: {@code card}
 *       or {@code Card}
 *   <li>{@code Object} for whatever it is
 *   <li>a {@link Request}, which is the HTTP request as it came
 * </ul>
 *
 * <p>The annotations of {@code jakarta.validation} are checked on the input itself, its components
 * and their elements, in nested records without {@code @Valid} too. A record's constructor may
 * refuse its values with an {@link IllegalArgumentException}.
 *
 * {@snippet :
 * sealed interface Payment {}
 *
 * record Card(@Pattern(regexp = "[0-9]{16}") String number) implements Payment {}
 *
 * record Invoice(@NotBlank String address, Optional<LocalDate> due) implements Payment {}
 *
 * record Line(@NotBlank String item, @Min(1) int quantity) {}
 *
 * record Order(@NotEmpty @Size(max = 100) List<Line> lines, @NotNull Payment payment) {}
 *
 * @Register(name = "place_order", timeout = "5s", concurrency = 10, tags = "shop")
 * int placeOrder(Order order) {
 *   return order.lines().stream().mapToInt(Line::quantity).sum();
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Register {
  /** The name in the URL: snake_case, as the file is named. */
  String name();

  /** One sentence for whoever calls it. */
  String description() default "";

  /** Who may call it. */
  Auth auth() default Auth.AUTH;

  /** Words to group functions by in the documentation. */
  String[] tags() default {};

  /**
   * How long a call may take: a number with {@code ms}, {@code s}, {@code m} or {@code h}. Empty
   * for the instance's default.
   */
  String timeout() default "";

  /** How many calls of it may run at once on one server; 0 for no limit of its own. */
  int concurrency() default 0;

  /** The HTTP methods it answers to. A {@code GET} has its input in the query: {@code ?x=1&y=2}. */
  String[] methods() default "POST";
}
