package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that runs once on each server when it is ready, and each time its file is loaded
 * anew. It takes a {@link dev.tinybase.sdk.Context} or nothing.
 *
 * {@snippet :
 * @OnStartup
 * void warmUp(Context ctx) {
 *   ctx.log().info("{} open orders", ctx.records("orders").count(Filter.eq("open", true)));
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnStartup {}
