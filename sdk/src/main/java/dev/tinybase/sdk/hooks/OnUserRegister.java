package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that is told of each new account, by a {@link UserRegistered}, whoever made it;
 * after the commit and at least once, see {@link OnRecordCreate}.
 *
 * {@snippet :
 * @OnUserRegister
 * void welcome(Context ctx, UserRegistered event) {
 *   ctx.records("profiles").create(Map.of("email", event.user().email()));
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnUserRegister {}
