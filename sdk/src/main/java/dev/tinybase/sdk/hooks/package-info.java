/**
 * What code is told of besides calls. A method of any file of functions, or of an extension, with
 * one of the annotations is a hook: those that begin with {@code Before} run before something
 * happens, may change it, and refuse it with a {@link dev.tinybase.sdk.hooks.Refusal}; those that
 * begin with {@code On} run after it.
 *
 * <p>A method takes the event, or the event and a {@link dev.tinybase.sdk.Context} in any order,
 * and returns nothing. Its context has an admin's rights, as it is the operator's code; {@link
 * dev.tinybase.sdk.Context#user} tells who has caused the event. A method may have several
 * annotations of the same event.
 *
 * {@snippet :
 * import dev.tinybase.sdk.*;
 * import dev.tinybase.sdk.hooks.*;
 *
 * @BeforeRecordCreate(collection = "posts")
 * @BeforeRecordUpdate(collection = "posts")
 * void shout(RecordDraft draft) {
 *   if (draft.get("title") instanceof String title) {
 *     draft.set("title", title.toUpperCase());
 *   }
 * }
 * }
 */
@NullMarked
package dev.tinybase.sdk.hooks;

import org.jspecify.annotations.NullMarked;
