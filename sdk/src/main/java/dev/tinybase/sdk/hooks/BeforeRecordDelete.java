package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that sees a {@link RecordRemoval} before a record is deleted. It may refuse with a
 * {@link Refusal}. It has two seconds.
 *
 * {@snippet :
 * @BeforeRecordDelete(collection = "invoices")
 * void keep(RecordRemoval removal) {
 *   if (removal.record().flag("paid")) {
 *     throw new Refusal(409, "invoice_paid", "An invoice that is paid stays.");
 *   }
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BeforeRecordDelete {
  /** The collection's name, several, or {@code "*"} for all. */
  String[] collection() default "*";

  /** The lowest runs first; of several with the same the first by the name of file and method. */
  int priority() default 0;
}
