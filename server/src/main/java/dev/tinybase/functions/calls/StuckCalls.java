package dev.tinybase.functions.calls;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.registry.Function;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that went on after their end. The JDK has no way to end a thread: all that can be done is
 * to tell, and to let no more of them come.
 */
final class StuckCalls {
  private static final Logger LOG = LoggerFactory.getLogger(StuckCalls.class);
  private static final int MOST = 16;
  private static final int MOST_OF_ONE = 3;

  private final Map<FunctionFile.Entry, Integer> byFunction = new HashMap<>(); // guarded by this
  private volatile int count;

  int count() {
    return count;
  }

  /** Refuses a function that would only add to them; one that was loaded anew gets its chance. */
  void check(Function function) {
    if (count == 0) {
      return;
    }
    synchronized (this) {
      if (byFunction.getOrDefault(function.entry(), 0) >= MOST_OF_ONE) {
        throw Problem.unavailable(
            "function_unhealthy",
            "Function '"
                + function.name()
                + "' has "
                + MOST_OF_ONE
                + " calls that do not end. Correct it; it is called again once it is reloaded.",
            60);
      }
    }
    if (count >= MOST) {
      throw Problem.unavailable(
          "functions_unhealthy",
          "Too many calls of functions do not end. The server's log names them; restart it.",
          60);
    }
  }

  /** There is one more; what to do when it has ended after all. */
  Runnable add(Function function, Thread thread) {
    change(function, 1);
    var place = new Throwable("where it is");
    place.setStackTrace(thread.getStackTrace());
    LOG.warn(
        "a call of function {} does not end, though its thread was interrupted; {} stuck",
        function.name(),
        count,
        place);
    return () -> {
      change(function, -1);
      LOG.info("a stuck call of function {} has ended; {} stuck", function.name(), count);
    };
  }

  private synchronized void change(Function function, int by) {
    byFunction.merge(function.entry(), by, (a, b) -> a + b == 0 ? null : a + b);
    count += by;
  }
}
