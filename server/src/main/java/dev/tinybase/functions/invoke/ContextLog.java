package dev.tinybase.functions.invoke;

import dev.tinybase.functions.host.LogLine;
import dev.tinybase.sdk.Log;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Writes the lines of one call's log. */
final class ContextLog implements Log {
  private static final String HOLE = "{}";

  private final CallContext context;

  ContextLog(CallContext context) {
    this.context = context;
  }

  @Override
  public void debug(String message, Object... arguments) {
    write(LogLine.Level.DEBUG, message, arguments);
  }

  @Override
  public void info(String message, Object... arguments) {
    write(LogLine.Level.INFO, message, arguments);
  }

  @Override
  public void warn(String message, Object... arguments) {
    write(LogLine.Level.WARNING, message, arguments);
  }

  @Override
  public void error(String message, Object... arguments) {
    write(LogLine.Level.ERROR, message, arguments);
  }

  private void write(LogLine.Level level, String message, @Nullable Object[] arguments) {
    var host = context.logHost();
    var line = new LogLine(context.file().files.clock.instant(), level, text(message, arguments));
    host.log(line);
  }

  /** The message with its holes filled, and the stack trace of a throwable that fills none. */
  static String text(String message, @Nullable Object... arguments) {
    var text = new StringBuilder();
    int from = 0;
    int used = 0;
    for (int hole = message.indexOf(HOLE);
        hole >= 0 && used < arguments.length;
        hole = message.indexOf(HOLE, from)) {
      text.append(message, from, hole).append(word(arguments[used++]));
      from = hole + HOLE.length();
    }
    text.append(message, from, message.length());
    int last = arguments.length - 1;
    if (last >= used && arguments[last] instanceof Throwable failure) {
      text.append('\n').append(trace(failure));
    }
    return text.toString();
  }

  private static String word(@Nullable Object argument) {
    try {
      return String.valueOf(argument);
    } catch (RuntimeException e) { // a line of a log must not make the call fail
      return "(" + e.getClass().getSimpleName() + " in toString)";
    }
  }

  private static String trace(Throwable failure) {
    var out = new StringWriter();
    failure.printStackTrace(new PrintWriter(out));
    return out.toString().strip();
  }
}
