package dev.tinybase.functions.host;

import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.text.Texts;
import java.time.Duration;
import java.util.function.UnaryOperator;
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
public record CallFailure(
    String type,
    @Nullable String message,
    @Nullable String code,
    byte @Nullable [] details,
    @Nullable String trace) {
  public static final String TIMEOUT = "TimeoutError";
  public static final String STOPPED = "ServerStopped";
  public static final String CLIENT_GONE = "ClientGone";
  private static final String INVALID = "ValidationError";
  private static final int MAX_MESSAGE = 8 << 10;
  private static final int MAX_TRACE = 32 << 10;

  /** A failure that no exception of the function has caused. */
  public static CallFailure of(String type, String message) {
    return new CallFailure(type, message, null, null, null);
  }

  /** The failure of a function that took longer than it may. */
  public static CallFailure timeout(String function, Duration limit) {
    long millis = limit.toMillis();
    var time = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    return of(TIMEOUT, "Function '" + function + "' took longer than its limit of " + time + ".");
  }

  /**
   * The failure that an exception is. Its message may be the author's code: only to be used on the
   * thread that ran the function.
   *
   * @param mask hides secrets
   */
  public static CallFailure of(Throwable thrown, UnaryOperator<String> mask) {
    var type = Thrown.type(thrown);
    var message = masked(Thrown.message(thrown), mask, MAX_MESSAGE);
    return switch (thrown) {
      case InvalidInput invalid -> invalid(invalid);
      case FunctionFailure told ->
          new CallFailure(type, message, null, null, masked(told.trace(), mask, MAX_TRACE));
      case FunctionException refused ->
          new CallFailure(type, message, code(refused), details(refused), null);
      default ->
          new CallFailure(type, message, null, null, masked(Thrown.trace(thrown), mask, MAX_TRACE));
    };
  }

  /** Whether the input was at fault, so that {@link #details} are the errors of its fields. */
  public boolean isInvalidInput() {
    return isInvalidInput(type, code);
  }

  /** The same of a failure that is kept. */
  public static boolean isInvalidInput(@Nullable String type, @Nullable String code) {
    return INVALID.equals(type) && code == null;
  }

  private static CallFailure invalid(InvalidInput input) {
    var errors = Json.mapper().createArrayNode();
    for (var error : input.errors()) {
      errors
          .addObject()
          .put("field", error.field())
          .put("code", error.code())
          .put("message", error.message());
    }
    return new CallFailure(INVALID, input.getMessage(), null, Json.bytes(errors), null);
  }

  private static String code(FunctionException refused) {
    @Nullable String code = refused.code();
    return code == null ? "function_failed" : code;
  }

  private static byte @Nullable [] details(FunctionException refused) {
    var details = refused.details();
    return details.isEmpty() ? null : Json.bytes(PlainJson.of(details));
  }

  private static @Nullable String masked(
      @Nullable String text, UnaryOperator<String> mask, int most) {
    return text == null ? null : Texts.abbreviate(mask.apply(text), most);
  }
}
