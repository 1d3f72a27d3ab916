package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that sees a {@link RecordDraft} before a record is changed; see {@link
 * BeforeRecordCreate}. A method may have both annotations.
 *
 * {@snippet :
 * @BeforeRecordUpdate(collection = "posts")
 * void count(RecordDraft draft) {
 *   long revision = draft.before().map(post -> post.integer("revision")).orElse(0L);
 *   draft.set("revision", revision + 1);
 * }
 * }
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BeforeRecordUpdate {
  /** The collection's name, several, or {@code "*"} for all. */
  String[] collection() default "*";

  /** The lowest runs first; of several with the same the first by the name of file and method. */
  int priority() default 0;
}
