package dev.tinybase.functions.invoke.binding;

/** How strictly JSON is read. */
public enum ReadMode {
  /** A client's payload: exact types, no unknown keys. */
  STRICT,
  /** A query or a form: every value is a text, no unknown keys. */
  FORM,
  /** Data of ours: decimals are texts, keys that the type does not have are left out. */
  LENIENT;

  boolean texts() {
    return this != STRICT;
  }

  boolean ignoresUnknown() {
    return this == LENIENT;
  }
}
