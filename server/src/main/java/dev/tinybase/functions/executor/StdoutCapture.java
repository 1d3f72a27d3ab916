package dev.tinybase.functions.executor;

import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Makes what functions print lines of their call's log: a stream in place of {@link System#out}
 * that looks who prints. Others print as before.
 */
public final class StdoutCapture extends OutputStream {
  private final PrintStream others;

  private StdoutCapture(PrintStream others) {
    this.others = others;
  }

  /** Takes the place of {@link System#out}, for the life of the process. */
  public static void install() {
    System.setOut(over(System.out));
  }

  /** A stream that passes on to another one what is not printed by functions. */
  public static PrintStream over(PrintStream others) {
    return new PrintStream(new StdoutCapture(others), true, others.charset());
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
