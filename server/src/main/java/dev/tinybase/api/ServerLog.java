package dev.tinybase.api;

import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.text.LoggerNames;
import dev.tinybase.text.Texts;
import dev.tinybase.threads.RequestId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of this process's log, in memory, for admins without a shell on the machine. It
 * gets what the log's handler writes, after secrets were hidden. The log of requests has a place of
 * its own, so that it pushes nothing else out.
 */
public final class ServerLog {
  /** Lines that are kept at most, those of requests not counted. */
  static final int MOST_LINES = 2_000;

  /** Lines of requests that are kept at most. */
  static final int MOST_REQUESTS = 500;

  /** Characters that are kept at most, those of requests not counted. */
  static final int MOST_CHARACTERS = 2 << 20;

  /** Characters of requests that are kept at most. */
  private static final int MOST_OF_REQUESTS = 256 << 10;

  private static final int LONGEST = 32 << 10;

  /**
   * A line.
   *
   * @param seq its number, which grows with time, and goes on to do so after a restart
   * @param requestId what the thread worked for; null where it was no request
   * @param trace of a failure; null where there was none
   */
  public record Line(
      long seq,
      Instant at,
      Level level,
      String logger,
      String message,
      @Nullable String requestId,
      @Nullable String trace) {
    /** What is read out of a line of the log of requests, as late as somebody looks at it. */
    private Line ofRequest() {
      var request = RequestLine.of(message);
      return new Line(seq, at, level, logger, request.message(), request.id(), null);
    }

    private int characters() {
      return message.length() + (trace == null ? 0 : trace.length());
    }
  }

  /**
   * Which lines to read; null lets all through.
   *
   * @param least the least serious ones
   * @param logger the beginning of its name
   * @param text what the message or the trace must contain, in any case of letters
   * @param requestId of the request that a line must be about, by its thread or by its message
   * @param withRequests whether lines of the log of requests are among them
   */
  public record Filter(
      @Nullable Level least,
      @Nullable String logger,
      @Nullable String text,
      @Nullable String requestId,
      boolean withRequests) {
    private boolean matches(Line line) {
      return (withRequests || !line.logger.equals(LoggerNames.ACCESS))
          && (least == null || line.level.compareTo(least) >= 0)
          && (logger == null || line.logger.startsWith(logger))
          && (requestId == null || isAbout(line, requestId))
          && (text == null || contains(line, text.toLowerCase(Locale.ROOT)));
    }

    /** What another thread tells of a request has its id in the message. */
    private static boolean isAbout(Line line, String request) {
      return request.equals(line.requestId)
          || (!request.isEmpty() && line.message.contains(request));
    }

    private static boolean contains(Line line, String lower) {
      return line.message.toLowerCase(Locale.ROOT).contains(lower)
          || (line.trace != null && line.trace.toLowerCase(Locale.ROOT).contains(lower));
    }
  }

  /** Lines in their order, the oldest of which go where there are too many. */
  private static final class Ring {
    private final Deque<Line> lines = new ArrayDeque<>();
    private final int most;
    private final int mostCharacters;
    private long characters;

    private Ring(int most, int mostCharacters) {
      this.most = most;
      this.mostCharacters = mostCharacters;
    }

    private void add(Line line) {
      lines.addLast(line);
      characters += line.characters();
      while (lines.size() > most || characters > mostCharacters) {
        characters -= lines.removeFirst().characters();
      }
    }
  }

  private final Ring messages =
      new Ring(MOST_LINES, MOST_CHARACTERS); // all of these guarded by this
  private final Ring requests = new Ring(MOST_REQUESTS, MOST_OF_REQUESTS);
  private long last;

  /** An empty one, whose numbers begin beyond those of a process that began before. */
  public ServerLog(Clock clock) {
    last = clock.millis() * 1_000;
  }

  /**
   * Keeps a message, or the lines of several requests.
   *
   * @param message of the event, with its parameters
   */
  public void add(LogRecord event, String message) {
    var name = String.valueOf(event.getLoggerName());
    var at = event.getInstant();
    if (name.equals(LoggerNames.ACCESS)) {
      addRequests(at, message);
    } else {
      var level = Level.of(event.getLevel());
      var text = Texts.abbreviate(message, LONGEST);
      add(messages, at, level, name, text, RequestId.current(), trace(event));
    }
  }

  private synchronized void add(
      Ring ring,
      Instant at,
      Level level,
      String logger,
      String text,
      @Nullable String requestId,
      @Nullable String trace) {
    ring.add(new Line(++last, at, level, logger, text, requestId, trace));
  }

  private static @Nullable String trace(LogRecord event) {
    var thrown = event.getThrown();
    if (thrown == null) {
      return null;
    }
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return Texts.abbreviate(trace.toString().stripTrailing(), LONGEST);
  }

  /** Of very many at once only the last are looked at; how long a line is, the server bounds. */
  private void addRequests(Instant at, String lines) {
    int start = lines.length();
    for (int count = 0; count < MOST_REQUESTS && start > 0; count++) {
      start = lines.lastIndexOf('\n', start - 1);
    }
    lines
        .substring(Math.max(0, start + 1))
        .lines()
        .forEach(line -> add(requests, at, Level.INFO, LoggerNames.ACCESS, line, null, null));
  }

  /** The number of the newest line; that of none before the first. */
  public synchronized long newest() {
    return last;
  }

  /** The first lines behind a number, in their order. */
  public List<Line> after(long seq, Filter filter, int limit) {
    return lines().stream()
        .filter(line -> line.seq > seq && filter.matches(line))
        .limit(limit)
        .toList();
  }

  /** The last lines, in their order. */
  public List<Line> last(Filter filter, int limit) {
    return lines().reversed().stream().filter(filter::matches).limit(limit).toList().reversed();
  }

  private List<Line> lines() {
    var all = new ArrayList<Line>(MOST_LINES + MOST_REQUESTS);
    var sent = new ArrayList<Line>(MOST_REQUESTS);
    synchronized (this) {
      all.addAll(messages.lines);
      sent.addAll(requests.lines);
    }
    sent.forEach(line -> all.add(line.ofRequest()));
    all.sort(Comparator.comparingLong(Line::seq));
    return all;
  }
}
