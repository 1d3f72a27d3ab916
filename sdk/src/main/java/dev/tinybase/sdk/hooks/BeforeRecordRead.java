package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that sees a {@link RecordView} of each record that is about to leave the server:
 * one that is read, listed, exported, or given to a function or to whoever has just changed it. It
 * has two seconds for a page of records.
 *
 * {@snippet :
 * @BeforeRecordRead(collection = "people")
 * void hidePhones(RecordView view) {
 *   if (!view.user().map(User::isAdmin).orElse(false)) {
 *     view.hide("phone");
 *   }
 * }
 * }
 *
 * <p>Filters and sorts work with what is stored: what nobody may find out is better hidden by the
 * collection's own rules.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BeforeRecordRead {
  /** The collection's name, several, or {@code "*"} for all. */
  String[] collection() default "*";

  /** The lowest runs first; of several with the same the first by the name of file and method. */
  int priority() default 0;
}
