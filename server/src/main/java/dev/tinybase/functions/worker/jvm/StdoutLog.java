package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.invoke.PrintedLines;
import java.io.PrintStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes what functions print, on whatever thread, lines of the log of the call that runs. */
final class StdoutLog {
  private final PrintedLines printed = new PrintedLines(this::add);
  private volatile @Nullable Host host;

  /** A stream that prints to this. */
  PrintStream stream() {
    return printed.stream();
  }

  /** Gives lines to another call from now on, or to nobody; the one that had them before. */
  @Nullable Host lines(@Nullable Host next) {
    printed.end();
    var before = host;
    host = next;
    return before;
  }

  private void add(String line) {
    var current = host;
    if (current != null) {
      current.log(new LogLine(Instant.now(), LogLine.Level.INFO, line));
    }
  }
}
