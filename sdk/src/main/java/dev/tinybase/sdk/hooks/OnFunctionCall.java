package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that is told when a call of a function has begun, by a {@link FunctionCalled};
 * soon after that and at least once, see {@link OnRecordCreate}.
 *
 * {@snippet :
 * @OnFunctionCall(function = "place_order")
 * void count(Context ctx, FunctionCalled event) {
 *   ctx.log().info("{} has called {}", event.user().map(User::email), event.functionName());
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnFunctionCall {
  /** The function's name, several, or {@code "*"} for all. */
  String[] function() default "*";
}
