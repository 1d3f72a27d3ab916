package dev.tinybase.schema;

import dev.tinybase.errors.FieldError;

/**
 * A value that a type or a constraint refuses. It carries no stack trace, because it is an answer,
 * not a defect.
 */
public final class InvalidValue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String rule;
  private final String given;

  /** A refusal; the reason is a sentence without its subject. */
  public InvalidValue(String code, String reason) {
    this(code, reason, "");
  }

  /**
   * A refusal that tells the value.
   *
   * @param rule a sentence without its subject
   * @param given its end, with the value
   */
  InvalidValue(String code, String rule, String given) {
    super(rule + given, null, false, false);
    this.code = code;
    this.rule = rule;
    this.given = given;
  }

  /** The same of a value that is in this one, at a place such as {@code item 2}. */
  InvalidValue in(String place) {
    return new InvalidValue(code, place + " " + rule, given);
  }

  /** A stable word: wrong_type, out_of_range, too_short, too_long, pattern_mismatch and so on. */
  public String code() {
    return code;
  }

  /** A sentence without subject, for example {@code must be a string, not a number}. */
  public String reason() {
    return rule + given;
  }

  /** The reason without the value, for who tells it by other words. */
  public String rule() {
    return rule;
  }

  FieldError at(String field) {
    return new FieldError(field, code, reason());
  }
}
