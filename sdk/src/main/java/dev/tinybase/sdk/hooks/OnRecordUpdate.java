package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that is told of each change of a record, by a {@link RecordUpdated}; see {@link
 * OnRecordCreate}.
 *
 * {@snippet :
 * @OnRecordUpdate(collection = "posts", where = "{\"published\": true}")
 * void published(Context ctx, RecordUpdated event) {
 *   ctx.records("audit").create(Map.of("post", event.after().id(), "change", event.change()));
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnRecordUpdate {
  /** The collection's name, several, or {@code "*"} for all. */
  String[] collection() default "*";

  /**
   * A filter in JSON, such as {@code {"published": true}}, that the record must pass, as it is
   * after the change; empty for every one.
   */
  String where() default "";
}
