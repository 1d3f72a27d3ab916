package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that sees a {@link CallDraft} before a function's input is checked. It may change
 * the payload, or refuse with a {@link Refusal}. It has two seconds.
 *
 * {@snippet :
 * @BeforeFunctionCall(function = "place_order")
 * void openHours(Context ctx, CallDraft call) {
 *   if (ctx.now().atZone(ZoneId.of("Europe/Berlin")).getHour() < 8) {
 *     throw new Refusal(409, "closed", "The shop opens at eight.");
 *   }
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BeforeFunctionCall {
  /** The function's name, several, or {@code "*"} for all. */
  String[] function() default "*";

  /** The lowest runs first; of several with the same the first by the name of file and method. */
  int priority() default 0;
}
