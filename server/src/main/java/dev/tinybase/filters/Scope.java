package dev.tinybase.filters;

/** Where a filter comes from, and so which names it may use. */
public enum Scope {
  /** A request of somebody who is no admin: hidden fields do not exist. */
  CALLER(false, false),
  /** A request of an admin. */
  ADMIN(true, false),
  /** An access rule of list, read or delete. */
  RULE(true, false),
  /** An access rule of create or update, which also knows {@code $new} and {@code $old}. */
  CHANGE_RULE(true, true);

  private final boolean hiddenFields;
  private final boolean states;

  Scope(boolean hiddenFields, boolean states) {
    this.hiddenFields = hiddenFields;
    this.states = states;
  }

  boolean hiddenFields() {
    return hiddenFields;
  }

  boolean states() {
    return states;
  }
}
