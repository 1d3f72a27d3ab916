package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.host.PlainJson;
import dev.tinybase.functions.host.Thrown;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.text.Texts;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a function threw into what is told of it. It asks the exception for its message, which
 * may be the author's code: only to be used on the thread that ran the function.
 */
final class Failures {
  private static final int MOST_MESSAGE = 8 << 10;
  private static final int MOST_TRACE = 32 << 10;

  private Failures() {}

  /** The failure; texts pass through the mask, which hides secrets. */
  static Failure of(Throwable thrown, UnaryOperator<String> mask) {
    var type = Thrown.type(thrown);
    var message = masked(Thrown.message(thrown), mask, MOST_MESSAGE);
    return switch (thrown) {
      case InvalidInput invalid -> Failure.invalid(invalid);
      case FunctionFailure told ->
          new Failure(type, message, null, null, masked(told.trace(), mask, MOST_TRACE));
      case FunctionException refused ->
          new Failure(type, message, code(refused), details(refused), null);
      default ->
          new Failure(type, message, null, null, masked(Thrown.trace(thrown), mask, MOST_TRACE));
    };
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
