package dev.tinybase.functions.host;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * What is told of something that a function threw. To be asked on the function's own thread, for
 * the message may be the author's code.
 */
public final class Thrown {
  private static final int LONGEST = 32 << 10;
  private static final String[] OURS = {
    "\tat dev.tinybase.functions.",
    "\tat java.base/java.lang.reflect.",
    "\tat java.base/java.lang.invoke.",
    "\tat java.base/jdk.internal.reflect.",
    "\tat java.base/java.util.concurrent.ThreadPoolExecutor",
    "\tat java.base/java.lang.Thread."
  };

  private Thrown() {}

  /** The simple name of its class, or of the one above where it has none. */
  public static String type(Throwable thrown) {
    return switch (thrown) {
      case FunctionFailure told -> told.type();
      case ForeignException foreign -> foreign.type();
      default -> {
        var simple = thrown.getClass().getSimpleName();
        yield simple.isEmpty() ? thrown.getClass().getSuperclass().getSimpleName() : simple;
      }
    };
  }

  /** Its message, if it has one. */
  public static @Nullable String message(Throwable thrown) {
    try {
      @Nullable String message = thrown.getMessage();
      return message == null ? null : cut(message);
    } catch (RuntimeException | StackOverflowError e) {
      return "The message of the exception could not be had: " + e.getClass().getName();
    }
  }

  /** Its stack trace, without the frames that are ours. */
  public static String trace(Throwable thrown) {
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
    return cut(kept.toString().stripTrailing());
  }

  private static boolean isOurs(String line) {
    for (var start : OURS) {
      if (line.startsWith(start)) {
        return true;
      }
    }
    return false;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
