package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that sees a {@link LoginAttempt} whose password was right, before it becomes a
 * session. It may refuse with a {@link Refusal}. It has two seconds.
 *
 * {@snippet :
 * @BeforeLogin
 * void notBanned(Context ctx, LoginAttempt attempt) {
 *   if (ctx.records("bans").count(Filter.eq("email", attempt.email())) > 0) {
 *     throw new Refusal(403, "banned", "This account is closed.");
 *   }
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BeforeLogin {
  /** The lowest runs first; of several with the same the first by the name of file and method. */
  int priority() default 0;
}
