package dev.tinybase.cli;

import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
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
final class FunctionsLogsCommand implements Runnable {
  private static final RequestPath PATH = new RequestPath(FunctionsCommand.ALL + "/logs");
  private static final int MOST = 1000;
  private static final int MILLIS = 23; // the characters of a time, without its zone
  private static final long PAUSE_MILLIS = 500;

  /** What a terminal might obey: a function may log what a stranger has sent. */
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\\t\\n]]");

  private final Shell shell;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = NameCandidates.Functions.class,
      arity = "0..1",
      description = "Only lines of this function.")
  private @Nullable String function;

  @Option(
      names = {"--follow", "-f"},
      description = "Go on with new lines until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--level",
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
  public void run() {
    if (limit < 0 || limit > MOST) {
      throw new UsageError("--limit must be from 0 to " + MOST);
    }
    try (var api = environment.open(shell)) {
      var filter = filter();
      var newest = api.send("GET", PATH.parameter("limit", 1).text(), null);
      long seen = newest.path("next_after").asLong();
      var last = limit == 0 ? List.<JsonNode>of() : read(api, filter.parameter("limit", limit));
      print(last);
      if (follow) {
        follow(api, filter, last.isEmpty() ? seen : Math.max(seen, seq(last)));
      }
    }
  }

  private RequestPath filter() {
    var start = since == null ? null : moment(since, shell.clock().instant());
    return PATH.parameter("function_name", function)
        .parameter("level", level)
        .parameter("call_id", call)
        .parameter("since", start);
  }

  private static List<JsonNode> read(ApiClient api, RequestPath path) {
    return List.copyOf(api.send("GET", path.text(), null).path("logs").values());
  }

  /** Ends when nobody reads any more, as in {@code logs -f | head}, or at an interrupt. */
  private void follow(ApiClient api, RequestPath filter, long from) {
    long seen = from;
    while (!shell.out().checkError() && pause()) {
      var lines = read(api, filter.parameter("limit", MOST).parameter("after", seen));
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
    lines.forEach(line -> shell.out().println(json ? Json.text(line) : text(line)));
  }

  /** {@code 2026-11-22T22:18:10.123Z INFO place_order: message}; further lines are indented. */
  private String text(JsonNode line) {
    var at = line.path("at").asString();
    var time = at.length() > MILLIS ? at.substring(0, MILLIS) + "Z" : at;
    var text = line.path("function_name").asString() + ": " + line.path("message").asString();
    var safe = CONTROLS.matcher(text).replaceAll("?").replace("\n", "\n    ");
    return time + " " + word(line.path("level").asString()) + " " + safe;
  }

  private String word(String level) {
    var word = "%-7s".formatted(level.toUpperCase(Locale.ROOT));
    if (!shell.colours()) {
      return word;
    }
    return switch (level) {
      case "debug" -> Ansi.ON.string("@|faint " + word + "|@");
      case "warning" -> Ansi.ON.string("@|yellow " + word + "|@");
      case "error" -> Ansi.ON.string("@|red " + word + "|@");
      default -> word;
    };
  }

  /** The moment so long before now, such as {@code 15m}, or a time in RFC 3339. */
  static Instant moment(String text, Instant now) {
    var ago = TimeSpan.find(text);
    if (ago.isPresent()) {
      var moment = now.minus(ago.get().duration());
      return moment.isBefore(Instant.EPOCH) ? Instant.EPOCH : moment;
    }
    try {
      var time = OffsetDateTime.parse(text);
      if (time.getYear() >= 1970 && time.getYear() < 9999) {
        return time.toInstant();
      }
    } catch (DateTimeException _) {
      // the same answer as for a time of another age
    }
    throw new UsageError(
        "--since must be a span such as 30s, 15m, 1h or 2d, or a time such as"
            + " 2026-11-22T22:18:10Z");
  }
}
