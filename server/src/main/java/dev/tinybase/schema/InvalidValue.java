package dev.tinybase.schema;

import dev.tinybase.errors.FieldError;

/**
 * A value that a type or a constraint refuses. It carries no stack trace, because it is an answer,
 * not a defect.
 */
public final class InvalidValue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String reason;

  /** A refusal; the reason is a sentence without its subject. */
  public InvalidValue(String code, String reason) {
    super(reason, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  /** A stable word: wrong_type, out_of_range, too_short, too_long, pattern_mismatch and so on. */
  public String code() {
    return code;
  }

  /** A sentence without subject, for example {@code must be a string, not a number}. */
  public String reason() {
    return reason;
  }

  FieldError at(String field) {
    return new FieldError(field, code, reason);
  }
}
