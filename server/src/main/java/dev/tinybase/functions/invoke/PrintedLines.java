package dev.tinybase.functions.invoke;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of what is printed in UTF-8, each given to whoever takes them. */
public final class PrintedLines extends OutputStream {
  /** Longer ones are cut into several. */
  private static final int LONGEST = 16 << 10;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(0); // guarded by this

  public PrintedLines(Consumer<String> lines) {
    this.lines = lines;
  }

  /** A stream that prints to this. */
  public PrintStream stream() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n' || line.size() >= LONGEST) {
      give();
    }
    if (b != '\n' && b != '\r') {
      line.write(b);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      write(bytes[i]);
    }
  }

  /** Gives the line that has been begun, where there is one. */
  public synchronized void end() {
    if (line.size() > 0) {
      give();
    }
  }

  private void give() {
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    lines.accept(text);
  }
}
