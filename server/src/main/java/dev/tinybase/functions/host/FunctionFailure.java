package dev.tinybase.functions.host;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A call failed for a reason that has a type, as call records have it: an exception of the
 * function's own in another process, or what was done to the call, such as {@code TimeoutError}.
 */
public final class FunctionFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String type;
  private final @Nullable String trace;

  /**
   * A failure.
   *
   * @param type the simple name of an exception's class, or a word such as {@code WorkerCrashed}
   * @param trace a stack trace for admins; null for none
   */
  public FunctionFailure(String type, @Nullable String message, @Nullable String trace) {
    super(message, null, false, false);
    this.type = type;
    this.trace = trace;
  }

  /** What kind of failure, for programs. */
  public String type() {
    return type;
  }

  /** The stack trace of the function's exception. */
  public @Nullable String trace() {
    return trace;
  }
}
