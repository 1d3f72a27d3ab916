package dev.tinybase.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One field of a collection.
 *
 * @param name letters, digits and underscores, at most 63; also the column's name
 * @param required must be present when a record is made (a default makes up for it) and, unless
 *     nullable, not null
 * @param nullable may be set to null although it is required, has a default, or is a list or object
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
    boolean readOnly) {

  /** Whether a record may hold null here; if not, the column is {@code not null}. */
  public boolean acceptsNull() {
    return nullable || (!required && fallback == null && !emptyByDefault());
  }

  /** Whether a missing value is an empty list or object instead of null. */
  public boolean emptyByDefault() {
    return type instanceof FieldType.ListOf || type instanceof FieldType.Dictionary;
  }
}
