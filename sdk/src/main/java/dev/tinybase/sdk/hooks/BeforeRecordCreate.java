package dev.tinybase.sdk.hooks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that sees a {@link RecordDraft} before a record is made, whoever makes it: over
 * HTTP, in an import, in a function or a job. It may change the data, which is checked after it, or
 * refuse with a {@link Refusal}. It has two seconds.
 *
 * {@snippet :
 * @BeforeRecordCreate(collection = "posts")
 * void slug(RecordDraft draft) {
 *   if (draft.get("title") instanceof String title) {
 *     draft.set("slug", title.toLowerCase().replaceAll("[^a-z0-9]+", "-"));
 *   } else {
 *     throw new Refusal(422, "no_title", "A post needs a title.");
 *   }
 * }
 * }
 *
 * <p>It may run again for the same change, when another one came before it. What it writes through
 * a {@link dev.tinybase.sdk.Context} happens with the change or not at all.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BeforeRecordCreate {
  /** The collection's name, several, or {@code "*"} for all. */
  String[] collection() default "*";

  /** The lowest runs first; of several with the same the first by the name of file and method. */
  int priority() default 0;
}
