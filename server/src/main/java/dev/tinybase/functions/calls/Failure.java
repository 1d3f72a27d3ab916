package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Why a call failed.
 *
 * @param type such as {@code ValidationError}, or the simple name of an exception's class
 * @param code of a {@code FunctionException}
 * @param details UTF-8 JSON: the list of field errors of a {@code ValidationError}, else the
 *     details of a {@code FunctionException}
 * @param trace the stack trace, for admins
 */
public record Failure(
    String type,
    @Nullable String message,
    @Nullable String code,
    byte @Nullable [] details,
    @Nullable String trace) {
  static final String INVALID = "ValidationError";
  static final String TIMEOUT = "TimeoutError";
  static final String TOO_LARGE = "ResultSizeError";
  static final String STOPPED = "ServerStopped";
  static final String GONE = "ClientGone";

  /** A failure of our own making. */
  static Failure of(String type, String message) {
    return new Failure(type, message, null, null, null);
  }

  static Failure invalid(InvalidInput input) {
    var errors = Json.mapper().createArrayNode();
    for (var error : input.errors()) {
      errors
          .addObject()
          .put("field", error.field())
          .put("code", error.code())
          .put("message", error.message());
    }
    return new Failure(INVALID, input.getMessage(), null, Json.bytes(errors), null);
  }

  static Failure resultTooLarge(long limit) {
    return of(TOO_LARGE, "The result exceeds maximum size of " + limit + " bytes.");
  }

  /** Whether the input was at fault, so that {@link #details} are the errors of its fields. */
  public boolean isInvalidInput() {
    return isInvalidInput(type, code);
  }

  static boolean isInvalidInput(@Nullable String type, @Nullable String code) {
    return INVALID.equals(type) && code == null;
  }
}
