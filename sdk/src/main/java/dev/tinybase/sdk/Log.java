package dev.tinybase.sdk;

/**
 * The log of one call: its lines are kept with the call and appear in the server's log. {@code {}}
 * stands for the next argument. What a function prints to {@link System#out} becomes an info line.
 *
 * {@snippet :
 * var order = ctx.records("orders").first(Filter.ALL);
 * ctx.log().info("Order {} of {}", order.id(), order.ownerId());
 * ctx.log().error("Could not be sent", new IOException("connection reset"));
 * }
 */
public interface Log {
  /** For whoever looks for a bug. */
  void debug(String message, Object... arguments);

  /** What happened. */
  void info(String message, Object... arguments);

  /** What somebody should look at. */
  void warn(String message, Object... arguments);

  /** What went wrong; a {@link Throwable} as the last argument adds its stack trace. */
  void error(String message, Object... arguments);
}
