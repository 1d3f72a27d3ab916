package dev.tinybase.functions.invoke;

import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.text.LoggerNames;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What functions of this process print and log past their context: standard output and error, and
 * the JDK's logging. On a thread that runs a call, or works beside one, it becomes lines of the
 * call's log. What other threads print goes where it went before, without secrets.
 */
public final class FunctionOutput {
  private static final ThreadLocal<@Nullable FunctionOutput> CURRENT = new ThreadLocal<>();
  private static final Formatter MESSAGES = new SimpleFormatter();

  private final InstantSource clock;
  private final PrintedLines printed = new PrintedLines(line -> tell(LogLine.Level.INFO, line));
  private @Nullable Host host;

  private FunctionOutput(InstantSource clock, @Nullable Host host) {
    this.clock = clock;
    this.host = host;
  }

  /** From now on the current thread runs functions. */
  public static void begin(InstantSource clock) {
    CURRENT.set(new FunctionOutput(clock, null));
  }

  /**
   * The current thread runs a function, until that is given back. What it works for otherwise is
   * not the function's.
   */
  public static Borrowed borrow(InstantSource clock) {
    if (CURRENT.get() != null) {
      return () -> {};
    }
    begin(clock);
    return CURRENT::remove;
  }

  /** A thread that runs functions for a while. */
  @FunctionalInterface
  public interface Borrowed {
    /** The thread runs functions no more. */
    void giveBack();
  }

  /**
   * Gives what this thread prints to another call from now on, or to nobody, and returns who had it
   * before. Only threads that run functions have their output taken.
   */
  public static @Nullable Host printTo(@Nullable Host next) {
    var output = CURRENT.get();
    if (output == null) {
      return null;
    }
    output.printed.end();
    var before = output.host;
    output.host = next;
    return before;
  }

  /** Work of a thread beside a call, whose log it prints to. */
  static Runnable beside(Host host, InstantSource clock, Runnable work) {
    return () -> {
      CURRENT.set(new FunctionOutput(clock, host));
      work.run();
    };
  }

  /** The current thread has done a piece of such work: a line that it has begun ends. */
  static void endLine() {
    var output = CURRENT.get();
    if (output != null) {
      output.printed.end();
    }
  }

  /** Whoever keeps the line may print and log in turn, which is no line of the function. */
  private void tell(LogLine.Level level, String text) {
    var teller = host;
    if (teller != null) {
      CURRENT.remove();
      try {
        teller.log(new LogLine(clock.instant(), level, text));
      } finally {
        CURRENT.set(this);
      }
    }
  }

  private static boolean isTaken(@Nullable FunctionOutput output) {
    return output != null && output.host != null;
  }

  /**
   * Takes all output of this process, for its life.
   *
   * @param masks whether there is anything to hide
   * @param mask hides secrets
   * @param form what becomes of a line that no call has printed
   */
  public static void capture(
      BooleanSupplier masks, UnaryOperator<String> mask, UnaryOperator<String> form) {
    System.setOut(capturing(System.out, line -> form.apply(mask.apply(line))));
    System.setErr(capturing(System.err, line -> form.apply(mask.apply(line))));
    for (var handler : Logger.getLogger("").getHandlers()) {
      handler.setFilter(event -> passes(event, masks, mask));
    }
  }

  /** A stream that passes on to another one, without secrets, what is not printed by calls. */
  public static PrintStream capturing(PrintStream others, UnaryOperator<String> mask) {
    var lines = new PrintedLines(line -> others.println(mask.apply(line)));
    var capture =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            var output = CURRENT.get();
            (output != null && isTaken(output) ? output.printed : lines)
                .write(bytes, offset, length);
          }

          @Override
          public void close() {
            lines.end();
          }
        };
    return new PrintStream(capture, true, StandardCharsets.UTF_8);
  }

  /** Whether a record goes on to the server's log; what a call has logged is in the call's. */
  public static boolean passes(LogRecord event, BooleanSupplier masks, UnaryOperator<String> mask) {
    var name = String.valueOf(event.getLoggerName());
    var output = CURRENT.get();
    if (output != null && isTaken(output) && !isOurs(name)) {
      output.tell(LogLine.Level.of(event.getLevel()), text(event));
      return false;
    }
    if (!name.equals(LoggerNames.ACCESS) && masks.getAsBoolean()) {
      hide(event, mask);
    }
    return true;
  }

  private static boolean isOurs(String logger) {
    return logger.equals(LoggerNames.FUNCTIONS) || logger.startsWith("dev.tinybase.");
  }

  private static void hide(LogRecord event, UnaryOperator<String> mask) {
    var text = text(event);
    var hidden = mask.apply(text);
    if (!hidden.equals(text)) {
      event.setMessage(hidden);
      event.setParameters(null);
      event.setResourceBundle(null);
      event.setThrown(null);
    }
  }

  private static String text(LogRecord event) {
    var text = new StringWriter().append(MESSAGES.formatMessage(event));
    @Nullable Throwable thrown = event.getThrown();
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(text.append('\n')));
    }
    return text.toString().stripTrailing();
  }
}
