package dev.tinybase.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What surrounds a command.
 *
 * @param directory the working directory, which is the instance
 * @param out what the command is asked for
 * @param err messages
 * @param terminals which of the standard streams (0, 1, 2) are a terminal
 */
public record Shell(
    Path directory,
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Set<Integer> terminals,
    Clock clock) {
  private static final String DEBUG = "TINYBASE_DEBUG";

  /** The process's own surroundings; the launcher tells which streams are terminals. */
  public static Shell system() {
    return new Shell(
        Path.of("").toAbsolutePath(),
        System.getenv(),
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        terminals(System.getProperty("tinybase.terminals", "")),
        Clock.systemUTC());
  }

  /**
   * Whether the JVM has lost letters of the working directory or of arguments: in a locale without
   * UTF-8 it reads them as question marks, and would make a folder of such a name.
   */
  boolean hasLostText() {
    return !"UTF-8".equals(System.getProperty("sun.jnu.encoding"))
        && (directory.toString().indexOf('?') >= 0
            || directory.toString().indexOf('\ufffd') >= 0
            || hasForeignArguments());
  }

  private static boolean hasForeignArguments() {
    try {
      var line = Files.readAllBytes(Path.of("/proc/self/cmdline"));
      return IntStream.range(0, line.length).anyMatch(i -> line[i] < 0);
    } catch (IOException _) {
      return false;
    }
  }

  /** A terminal shows a line at once; a pipe gets larger pieces. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static Set<Integer> terminals(String digits) {
    return Set.copyOf(digits.chars().map(digit -> digit - '0').boxed().toList());
  }

  /** The same in another directory. */
  Shell in(Path other) {
    return new Shell(other, environment, in, out, err, terminals, clock);
  }

  /** The same with everything logged and stack traces shown. */
  Shell debug() {
    var more = new HashMap<>(environment);
    more.put(DEBUG, "true");
    return new Shell(directory, Map.copyOf(more), in, out, err, terminals, clock);
  }

  /** Whether stack traces are wanted. */
  boolean isDebug() {
    return !Set.of("", "0", "false", "no", "off").contains(environment.getOrDefault(DEBUG, ""));
  }

  /** Whether somebody sits there who can be asked. */
  boolean canAsk() {
    return terminals.contains(0) && terminals.contains(2);
  }

  /** The next line of standard input; empty at its end. */
  String readLine() {
    try {
      var line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether what is written to standard output may have colours (see no-color.org). */
  boolean colours() {
    return terminals.contains(1)
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  /** Whether a line on standard error may be drawn over and over. */
  boolean canDraw() {
    return terminals.contains(2) && !"dumb".equals(environment.get("TERM"));
  }
}
