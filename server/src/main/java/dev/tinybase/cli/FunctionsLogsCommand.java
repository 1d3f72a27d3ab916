package dev.tinybase.cli;

import dev.tinybase.functions.history.LogReader;
import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "logs",
    description = "Shows what functions log, the newest lines last.",
    footer = {
      "  tinybase functions logs place_order --since 1h",
      "  tinybase functions logs -f --level warning",
      "  tinybase functions logs --json | jq .message"
    })
final class FunctionsLogsCommand implements Callable<Integer> {
  private static final int MOST = 1000;
  private static final long PAUSE_MILLIS = 500;

  private final Shell shell;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Only lines of this function.")
  private @Nullable String function;

  @Option(
      names = {"--follow", "-f"},
      description = "Go on with new lines until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--level",
      converter = EnumConverter.LogLevel.class,
      description = "The least serious lines: debug, info, warning or error.")
  private @Nullable Level level;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only lines of the last 30s, 15m, 1h or 2d, or since a time in RFC 3339.")
  private @Nullable String since;

  @Option(names = "--call", paramLabel = "ID", description = "Only lines of this call.")
  private @Nullable UUID call;

  @Option(
      names = {"--limit", "-n"},
      defaultValue = "100",
      description = "Begin with at most so many lines (100).")
  private int limit;

  @Option(names = "--json", description = "Each line as JSON.")
  private boolean json;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  FunctionsLogsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (limit < 0 || limit > MOST) {
      throw new UsageError("--limit must be from 0 to " + MOST);
    }
    var start = since == null ? null : SinceParser.parse(since, shell.clock().instant());
    var filter = new LogReader.Filter(function, level, call, start);
    try (var source = FunctionLogs.open(shell, environment.name())) {
      long seen = source.newest();
      var last = source.last(filter, limit);
      print(last);
      if (follow) {
        follow(source, filter, last.isEmpty() ? seen : Math.max(seen, seq(last)));
      }
    }
    return ExitCode.OK;
  }

  /** Ends when nobody reads any more, as in {@code logs -f | head}, or at an interrupt. */
  private void follow(FunctionLogs source, LogReader.Filter filter, long from) {
    long seen = from;
    while (!shell.out().checkError() && pause()) {
      var lines = source.after(seen, filter, MOST);
      print(lines);
      seen = lines.isEmpty() ? seen : seq(lines);
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  private static long seq(List<JsonNode> lines) {
    return lines.getLast().path("seq").asLong();
  }

  private void print(List<JsonNode> lines) {
    lines.forEach(line -> shell.out().println(json ? Json.text(line) : LogText.of(line, shell)));
  }
}
