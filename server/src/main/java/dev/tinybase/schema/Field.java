package dev.tinybase.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One field of a collection.
 *
 * @param name letters, digits and underscores, at most 63; also the column's name
 * @param required must be present and not null when a record is made
 * @param nullable may be set to null although it has a default or is a list or object
 * @param fallback the default, already checked against the type; null for none
 * @param unique no two records share a value; nulls do not count
 * @param index kept in an index of the database
 * @param searchable part of the full-text search (kept for later)
 * @param hidden seen, filtered and sorted by admins only
 * @param readOnly written by admins only
 */
public record Field(
    String name,
    FieldType type,
    boolean required,
    boolean nullable,
    @Nullable JsonNode fallback,
    @Nullable String description,
    @Nullable String label,
    boolean unique,
    boolean index,
    boolean searchable,
    boolean hidden,
    boolean readOnly) {}
