package dev.tinybase.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Runs commands in this process, in a directory, with captured streams. */
final class CommandLineRun {
  /** What a command did. */
  record Result(int code, String out, String err) {}

  private final Path directory;
  private final Map<String, String> environment =
      new HashMap<>(Map.of("TINYBASE_AUTH_BCRYPT_COST", "4"));
  private String input = "";
  private Set<Integer> terminals = Set.of();

  CommandLineRun(Path directory) {
    this.directory = directory;
  }

  CommandLineRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  CommandLineRun input(String text) {
    input = text;
    return this;
  }

  CommandLineRun onTerminal() {
    terminals = Set.of(0, 1, 2);
    return this;
  }

  Result run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code = Cli.run(shell(out, err), arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  Shell shell(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Shell(
        directory,
        Map.copyOf(environment),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminals,
        Clock.systemUTC());
  }
}
