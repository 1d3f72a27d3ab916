package dev.tinybase.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a function that clients call with {@code POST /api/functions/{name}}.
 *
 * <p>The method takes a {@link Context}, one input, both in any order, or nothing. The input is a
 * record, a list, a map or a single value, read from the JSON that the client sends and checked
 * against its {@code jakarta.validation} annotations before the method runs; or a {@link Request},
 * which is the HTTP request as it came. The method returns anything that JSON can hold, a {@link
 * Response} to answer with a status, headers and bytes of its own, or a {@link
 * java.util.stream.Stream} whose elements are sent one by one. It may throw anything.
 *
 * {@snippet :
 * record Sum(double x, double y) {}
 *
 * @Register(name = "add_numbers", description = "Adds two numbers", auth = Auth.PUBLIC)
 * double addNumbers(Sum sum) {
 *   return sum.x() + sum.y();
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
