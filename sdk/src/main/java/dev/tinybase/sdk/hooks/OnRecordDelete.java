package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that is told of each record that was deleted, by a {@link RecordDeleted}; see
 * {@link OnRecordCreate}.
 *
 * {@snippet :
 * @OnRecordDelete(collection = "pictures")
 * void removeFile(RecordDeleted event) throws IOException {
 *   Files.deleteIfExists(Path.of("pictures", event.record().id()));
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnRecordDelete {
  /** The collection's name, several, or {@code "*"} for all. */
  String[] collection() default "*";

  /**
   * A filter in JSON, such as {@code {"published": true}}, that the record must pass as it was;
   * empty for every one.
   */
  String where() default "";
}
