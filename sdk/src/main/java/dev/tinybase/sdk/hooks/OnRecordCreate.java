package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that is told of each record that was made, by a {@link RecordCreated}: after the
 * commit, soon, at least once, and for one record in the order of its changes. When it fails, it is
 * tried five times more, later each time; then the event is kept for the operator to look at.
 *
 * {@snippet :
 * @OnRecordCreate(collection = "orders", where = "{\"total\": {\"$gt\": 1000}}")
 * void tellSales(Context ctx, RecordCreated event) {
 *   ctx.enqueue("send_mail", Map.of("order", event.record().id()));
 * }
 * }
 *
 * <p>As it may run twice for one event, what it does should be the same the second time: {@link
 * RecordCreated#change} is the same then.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnRecordCreate {
  /** The collection's name, several, or {@code "*"} for all. */
  String[] collection() default "*";

  /**
   * A filter in JSON, such as {@code {"published": true}}, that the record must pass, as it is
   * after the change; empty for every one.
   */
  String where() default "";
}
