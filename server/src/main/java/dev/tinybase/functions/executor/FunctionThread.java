package dev.tinybase.functions.executor;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A thread that runs functions, and knows where to what they print goes. */
public final class FunctionThread extends Thread {
  private static final int LONGEST_LINE = 4 << 10;

  private final int number;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(0);
  private Charset charset = Charset.defaultCharset();
  private @Nullable String function;
  private @Nullable Consumer<String> lines;

  /** What other threads have for those they start is not for functions. */
  FunctionThread(Runnable task, int number) {
    super(null, task, "function-" + number, 0, false);
    this.number = number;
    setDaemon(true);
  }

  /** Is named after the function, for whoever looks at the server's threads. */
  void nameAfter(String name) {
    if (!name.equals(function)) {
      function = name;
      setName("function-" + name + "-" + number);
    }
  }

  /**
   * Gives the lines that this thread prints to another one from now on, or to nobody, and returns
   * who had them before. Only threads that run functions have their lines taken.
   */
  public static @Nullable Consumer<String> printTo(@Nullable Consumer<String> next) {
    if (!(Thread.currentThread() instanceof FunctionThread thread)) {
      return null;
    }
    thread.endLine();
    var before = thread.lines;
    thread.lines = next;
    return before;
  }

  /** Makes what functions print lines of their call's log, for the life of the process. */
  public static void captureOutput() {
    System.setOut(capturing(System.out));
  }

  /** A stream that passes on to another one what is not printed by functions. */
  public static PrintStream capturing(PrintStream others) {
    return new PrintStream(new Capture(others), true, others.charset());
  }

  /** Takes what this thread prints; false where nobody wants it. */
  private boolean print(byte[] bytes, int offset, int length, Charset encoding) {
    if (lines == null) {
      return false;
    }
    charset = encoding;
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n' || line.size() >= LONGEST_LINE) {
        endLine();
      }
      if (bytes[i] != '\n' && bytes[i] != '\r') {
        line.write(bytes[i]);
      }
    }
    return true;
  }

  private void endLine() {
    if (lines != null && line.size() > 0) {
      var text = line.toString(charset);
      line.reset();
      lines.accept(text);
    }
  }

  /** Looks who prints. */
  private static final class Capture extends OutputStream {
    private final PrintStream others;

    Capture(PrintStream others) {
      this.others = others;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      boolean taken =
          Thread.currentThread() instanceof FunctionThread thread
              && thread.print(bytes, offset, length, others.charset());
      if (!taken) {
        others.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() {
      others.flush();
    }
  }
}
