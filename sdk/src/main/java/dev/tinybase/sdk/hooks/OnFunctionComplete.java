package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that is told when a call of a function is over, by a {@link FunctionCompleted};
 * soon after that and at least once, see {@link OnRecordCreate}.
 *
 * {@snippet :
 * @OnFunctionComplete
 * void slowOnes(Context ctx, FunctionCompleted event) {
 *   if (event.duration().toSeconds() > 5) {
 *     ctx.log().warn("{} took {}", event.functionName(), event.duration());
 *   }
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnFunctionComplete {
  /** The function's name, several, or {@code "*"} for all. */
  String[] function() default "*";
}
