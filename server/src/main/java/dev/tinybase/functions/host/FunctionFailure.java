package dev.tinybase.functions.host;

import java.io.PrintWriter;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A call failed in a way that can only be told: an exception of the function's own in another
 * process, or what was done to the call, such as {@code TimeoutError}.
 */
public final class FunctionFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient CallFailure failure;

  public FunctionFailure(CallFailure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  /**
   * A failure.
   *
   * @param type the simple name of an exception's class, or a word such as {@code WorkerCrashed}
   * @param trace a stack trace for admins; null for none
   */
  public FunctionFailure(String type, @Nullable String message, @Nullable String trace) {
    this(new CallFailure(type, message, null, null, trace));
  }

  public CallFailure failure() {
    return failure;
  }

  /** The stack trace that was told; where there is none the type and the message. */
  public String trace() {
    @Nullable String trace = failure.trace();
    return trace == null ? failure.type() + ": " + failure.message() : trace;
  }

  /** For logs. */
  @Override
  public void printStackTrace(PrintWriter out) {
    out.println(trace());
  }

  /** What kind of failure, for programs. */
  public String type() {
    return failure.type();
  }
}
