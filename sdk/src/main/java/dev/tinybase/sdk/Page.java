package dev.tinybase.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the records that a {@link Query} means.
 *
 * @param next what {@link Query#after} takes for the page after this one; null on the last one
 */
public record Page(List<Record> records, @Nullable String next) {}
