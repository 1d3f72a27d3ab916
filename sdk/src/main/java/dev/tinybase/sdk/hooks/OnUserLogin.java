package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that is told of each login, by a {@link UserLoggedIn}; after the commit and at
 * least once, see {@link OnRecordCreate}.
 *
 * {@snippet :
 * @OnUserLogin
 * void remember(Context ctx, UserLoggedIn event) {
 *   ctx.records("logins").create(Map.of("user", event.user().id(), "from", event.address()));
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnUserLogin {}
