package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that sees a {@link Registration} before somebody makes an account for himself. It
 * may refuse with a {@link Refusal}. It has two seconds.
 *
 * {@snippet :
 * @BeforeRegister
 * void staffOnly(Registration registration) {
 *   if (!registration.email().endsWith("@example.org")) {
 *     throw new Refusal(403, "staff_only", "Only staff may register.");
 *   }
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BeforeRegister {
  /** The lowest runs first; of several with the same the first by the name of file and method. */
  int priority() default 0;
}
