package dev.tinybase.collections;

import dev.tinybase.filters.Filter;

/** Who may do one action on a collection's records. Admins always may. */
public sealed interface AccessRule {
  /** Everybody. */
  record Public() implements AccessRule {}

  /** Everybody with an account. */
  record Authenticated() implements AccessRule {}

  /** The record's owner; on lists it narrows the list to one's own. */
  record Owner() implements AccessRule {}

  /** Nobody but admins. */
  record AdminOnly() implements AccessRule {}

  /** Those for whom the filter holds on the record. */
  record When(Filter filter) implements AccessRule {}
}
