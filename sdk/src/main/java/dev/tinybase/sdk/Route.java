package dev.tinybase.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of an extension a route of the HTTP API, below {@code /api/x/{extension}}. The
 * method takes a {@link Context}, a {@link Request}, both in any order, or nothing, and returns
 * what a function may: anything that JSON can hold, a {@link Response}, or a stream. It acts with
 * the caller's rights, and its calls are limited and kept as those of functions are.
 *
 * {@snippet :
 * @Route(method = "GET", path = "/posts/{id}/words", auth = Auth.PUBLIC)
 * Map<String, Integer> words(Context ctx, Request request) {
 *   var post = ctx.records("posts").get(request.path("id"));
 *   return Map.of("words", post.text("body").split(" +").length);
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Route {
  /** {@code GET}, {@code POST}, {@code PUT}, {@code PATCH} or {@code DELETE}. */
  String method() default "GET";

  /** Where it is, with variables: {@code /stats/{id}}; see {@link Request#path}. */
  String path();

  /** Who may call it. */
  Auth auth() default Auth.AUTH;

  /** One sentence for whoever calls it. */
  String description() default "";
}
