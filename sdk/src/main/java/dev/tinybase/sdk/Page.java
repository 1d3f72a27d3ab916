package dev.tinybase.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the records that a {@link Query} means.
 *
 * {@snippet :
 * var first = ctx.records("posts").list(Query.ALL.limit(20));
 * var second = ctx.records("posts").list(Query.ALL.limit(20).after(first.next()));
 * }
 *
 * @param next what {@link Query#after} takes for the page after this one; null on the last one
 */
public record Page(List<Record> records, @Nullable String next) {}
