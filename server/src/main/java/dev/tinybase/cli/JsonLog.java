package dev.tinybase.cli;

import static java.util.stream.Collectors.joining;

import dev.tinybase.json.Json;
import dev.tinybase.text.LoggerNames;
import dev.tinybase.threads.RequestId;
import java.time.Instant;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The log for programs, one JSON object in each line: {@code time}, {@code level} (debug, info,
 * warning, error), {@code logger}, {@code message}, and where there are any {@code request_id} and
 * {@code trace}. A line of the log of requests has what it tells in members of its own.
 */
final class JsonLog extends Formatter {
  @Override
  public String format(LogRecord event) {
    var message = formatMessage(event);
    var name = String.valueOf(event.getLoggerName());
    var start = start(event.getInstant(), word(event.getLevel()), name);
    return name.equals(LoggerNames.ACCESS)
        ? message.lines().map(members -> request(start, members)).collect(joining())
        : line(start.put("message", message), event.getThrown());
  }

  /** What was printed past the log, as a line of it. */
  static String printed(Instant now, String text) {
    return start(now, "info", "output").put("message", text).toString();
  }

  private static ObjectNode start(Instant time, String level, String logger) {
    return Json.object().put("time", TextLog.time(time)).put("level", level).put("logger", logger);
  }

  /** The members of a request come as JSON without braces. */
  private static String request(ObjectNode start, String members) {
    var text = start.toString();
    return text.substring(0, text.length() - 1) + "," + members + "}\n";
  }

  private static String line(ObjectNode line, @Nullable Throwable thrown) {
    var request = RequestId.current();
    if (request != null) {
      line.put("request_id", request);
    }
    if (thrown != null) {
      line.put("trace", TextLog.trace(thrown));
    }
    return line.toString() + '\n';
  }

  private static String word(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "warning";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }
}
