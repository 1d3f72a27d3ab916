package dev.tinybase.functions.calls;

import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.text.Texts;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The log of one call: bounded, without secrets, to the call's record and to the server's log. */
final class CallLogger {
  private static final Logger LOG = LoggerFactory.getLogger("functions");
  private static final int MOST = 256;
  private static final int LONGEST = 4 << 10;

  private final Call call;
  private final LogLine.Level least;
  private final CallLog log;
  private final AtomicInteger count = new AtomicInteger();

  CallLogger(Call call, LogLine.Level least, CallLog log) {
    this.call = call;
    this.least = least;
    this.log = log;
  }

  /** Keeps a line if it is serious enough; the last one says that no more are kept. */
  void add(LogLine line) {
    if (line.level().compareTo(least) < 0 || count.get() > MOST) {
      return;
    }
    int number = count.incrementAndGet();
    if (number <= MOST) {
      keep(line.level(), line, Texts.abbreviate(call.mask(line.message()), LONGEST));
    } else if (number == MOST + 1) {
      keep(
          LogLine.Level.WARNING,
          line,
          "This call has logged " + MOST + " lines; further ones are not kept.");
    }
  }

  /** The level of a setting such as {@code functions.log_level}. */
  static LogLine.Level level(String word) {
    return LogLine.Level.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private void keep(LogLine.Level level, LogLine line, String message) {
    var function = call.functionName();
    log.line(call.id(), function, new LogLine(line.at(), level, message));
    LOG.atLevel(serverLevel(level)).log("{} {}: {}", function, call.id(), message);
  }

  private static Level serverLevel(LogLine.Level level) {
    return switch (level) {
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARNING -> Level.WARN;
      case ERROR -> Level.ERROR;
    };
  }
}
