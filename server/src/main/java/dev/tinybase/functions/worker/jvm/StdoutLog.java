package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes what functions print lines of the log of the call that runs. */
final class StdoutLog extends OutputStream {
  private static final int LONGEST = 8192;

  private final LogLine.Level level;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private @Nullable Host host;

  StdoutLog(LogLine.Level level) {
    this.level = level;
  }

  /** A stream that prints to this. */
  PrintStream stream() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  /** Gives lines to another call from now on, or to nobody; the one that had them before. */
  synchronized @Nullable Host lines(@Nullable Host next) {
    if (line.size() > 0) {
      end();
    }
    var before = host;
    host = next;
    return before;
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n' || line.size() == LONGEST) {
      end();
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

  private void end() {
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (host != null) {
      host.log(new LogLine(Instant.now(), level, text));
    }
  }
}
