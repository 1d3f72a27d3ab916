package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a function threw into what is told of it. It asks the exception for its message, which
 * may be the author's code: only to be used on the thread that ran the function.
 */
final class Failures {
  private static final int MOST_MESSAGE = 8 << 10;
  private static final int MOST_TRACE = 32 << 10;
  private static final String[] OURS = {
    "\tat dev.tinybase.functions.",
    "\tat java.base/java.lang.reflect.",
    "\tat java.base/java.lang.invoke.",
    "\tat java.base/jdk.internal.reflect.",
    "\tat java.base/java.util.concurrent.ThreadPoolExecutor",
    "\tat java.base/java.lang.Thread."
  };

  private Failures() {}

  /** The failure; texts pass through the mask, which hides secrets. */
  static Failure of(Throwable thrown, UnaryOperator<String> mask) {
    return switch (thrown) {
      case InvalidInput invalid -> Failure.invalid(invalid);
      case FunctionFailure told ->
          new Failure(
              told.type(), message(told, mask), null, null, masked(told.trace(), mask, MOST_TRACE));
      case FunctionException refused ->
          new Failure(name(refused), message(refused, mask), code(refused), details(refused), null);
      default -> new Failure(name(thrown), message(thrown, mask), null, null, trace(thrown, mask));
    };
  }

  private static String name(Throwable thrown) {
    var simple = thrown.getClass().getSimpleName();
    return simple.isEmpty() ? thrown.getClass().getSuperclass().getSimpleName() : simple;
  }

  private static @Nullable String message(Throwable thrown, UnaryOperator<String> mask) {
    try {
      return masked(thrown.getMessage(), mask, MOST_MESSAGE);
    } catch (RuntimeException | StackOverflowError e) {
      return "The message of the exception could not be had: " + e.getClass().getName();
    }
  }

  private static String code(FunctionException refused) {
    @Nullable String code = refused.code();
    return code == null ? "function_failed" : code;
  }

  private static byte @Nullable [] details(FunctionException refused) {
    var details = refused.details();
    return details.isEmpty() ? null : Json.bytes(PlainJson.of(details));
  }

  private static @Nullable String trace(Throwable thrown, UnaryOperator<String> mask) {
    var text = new StringWriter();
    try {
      thrown.printStackTrace(new PrintWriter(text));
    } catch (RuntimeException | StackOverflowError _) {
      // what has been written so far must do
    }
    var kept = new StringBuilder();
    for (var line : text.toString().lines().toList()) {
      if (!isOurs(line)) {
        kept.append(line).append('\n');
      }
    }
    return masked(kept.toString().stripTrailing(), mask, MOST_TRACE);
  }

  private static boolean isOurs(String line) {
    for (var start : OURS) {
      if (line.startsWith(start)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String masked(
      @Nullable String text, UnaryOperator<String> mask, int most) {
    return text == null ? null : Texts.cut(mask.apply(text), most);
  }
}
