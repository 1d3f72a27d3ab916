package dev.tinybase.sdk;

import java.io.Serial;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A failure that the caller is meant to understand: the call ends as failed, and its answer has the
 * code, the message and the details. What {@link Records} and {@link Context} refuse comes as one
 * of these too, with the code of the HTTP API such as {@code record_not_found}.
 *
 * {@snippet :
 * throw new FunctionException("out_of_stock", "There are only 3 left.", Map.of("left", 3));
 * }
 */
public class FunctionException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Map<String, ?> details;

  /** A failure without details. */
  public FunctionException(String code, String message) {
    this(code, message, Map.of());
  }

  /**
   * A failure.
   *
   * @param code for programs, in snake_case
   * @param message for people
   * @param details anything that JSON can hold
   */
  public FunctionException(String code, String message, Map<String, ?> details) {
    super(message);
    this.code = code;
    this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** The code for programs, in snake_case. */
  public String code() {
    return code;
  }

  /** More about it, as JSON values. */
  public Map<String, ?> details() {
    return details;
  }
}
