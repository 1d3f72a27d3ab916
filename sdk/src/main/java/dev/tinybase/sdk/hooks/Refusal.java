package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.FunctionException;
import java.io.Serial;
import java.util.Map;

/**
 * What a before-hook does not let happen. The client gets the status, the code and the message, and
 * nothing is written. A {@link FunctionException} does the same with the status 400.
 *
 * {@snippet :
 * throw new Refusal(422, "no_title", "A post needs a title.");
 * }
 */
public final class Refusal extends FunctionException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  /** A refusal without details. */
  public Refusal(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  /**
   * A refusal.
   *
   * @param status of the HTTP answer, 400 to 499
   * @param code for programs, in snake_case
   * @param message for people
   * @param details anything that JSON can hold
   */
  public Refusal(int status, String code, String message, Map<String, ?> details) {
    super(code, message, details);
    if (status < 400 || status > 499) {
      throw new IllegalArgumentException("A refusal's status is 400 to 499, not " + status + ".");
    }
    this.status = status;
  }

  /** The status of the HTTP answer. */
  public int status() {
    return status;
  }
}
