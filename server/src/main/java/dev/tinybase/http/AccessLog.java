package dev.tinybase.http;

import dev.tinybase.config.Settings;
import dev.tinybase.text.LoggerNames;
import dev.tinybase.threads.LoopThread;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, on the logger {@code access}. Requests only add their line to a
 * buffer; a thread logs what has come every tenth of a second, all of it in one go, because the way
 * through a logging library costs more than the line itself. Beyond the buffer's bound lines are
 * dropped and counted.
 */
final class AccessLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoggerNames.ACCESS);
  private static final int MOST_CHARACTERS = 4 << 20;
  private static final int LONGEST = 2_000;
  private static final long PAUSE_MILLIS = 100;

  /**
   * What a line tells. The path comes without its query, which may hold secrets.
   *
   * @param caller the id of a user, or {@code token:<name>}, whose text is made when the line is;
   *     null for nobody
   */
  record Line(
      String address,
      String method,
      String path,
      int status,
      long nanos,
      long bytes,
      String requestId,
      @Nullable Object caller) {
    /** {@code 192.0.2.7 GET /health 200 0.1ms 20B 00f1 -}. */
    void appendText(StringBuilder text) {
      text.append(address).append(' ');
      appendSafely(text, method);
      text.append(' ');
      appendSafely(text, path);
      text.append(' ').append(status).append(' ');
      long tenths = nanos / 100_000;
      text.append(tenths / 10).append('.').append(tenths % 10).append("ms ");
      text.append(bytes).append("B ").append(requestId).append(' ');
      appendSafely(text, caller == null ? "-" : caller.toString());
    }

    /** The same as members of a JSON object, without its braces. */
    void appendJson(StringBuilder text) {
      text.append("\"message\":\"");
      appendSafely(text, method);
      appendSafely(text.append(' '), path);
      text.append(' ').append(status).append("\",\"request_id\":\"").append(requestId);
      appendSafely(text.append("\",\"address\":\""), address);
      text.append("\",\"method\":\"");
      appendSafely(text, method);
      appendSafely(text.append("\",\"path\":\""), path);
      text.append("\",\"status\":").append(status).append(",\"duration_ms\":");
      long tenths = nanos / 100_000;
      text.append(tenths / 10).append('.').append(tenths % 10);
      text.append(",\"bytes\":").append(bytes).append(",\"caller\":");
      if (caller == null) {
        text.append("null");
      } else {
        appendSafely(text.append('"'), caller.toString());
        text.append('"');
      }
    }

    /** A client can't write lines of its own, nor control a terminal, nor end a text in JSON. */
    private static void appendSafely(StringBuilder text, String sent) {
      int start = text.length();
      int end = start + Math.min(sent.length(), LONGEST);
      text.append(sent, 0, end - start);
      for (int i = start; i < end; i++) {
        char c = text.charAt(i);
        if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
          text.setCharAt(i, '?');
        }
      }
    }
  }

  private final Object lock = new Object();
  private final LongAdder dropped = new LongAdder();
  private final LoopThread writer;
  private final BiConsumer<Line, StringBuilder> form;
  private StringBuilder filling = new StringBuilder();
  private StringBuilder empty = new StringBuilder();

  AccessLog(Settings.Log.Format format) {
    form =
        switch (format) {
          case TEXT -> Line::appendText;
          case JSON -> Line::appendJson;
        };
    writer = LoopThread.start("access-log", this::turn, this::write);
  }

  /** Takes a line; never waits for the log. */
  void add(Line line) {
    synchronized (lock) {
      if (filling.length() < MOST_CHARACTERS) {
        if (!filling.isEmpty()) {
          filling.append('\n');
        }
        form.accept(line, filling);
        return;
      }
    }
    dropped.increment();
  }

  long droppedCount() {
    return dropped.sum();
  }

  /** Logs what is there and ends. */
  @Override
  public void close() {
    writer.close();
  }

  private void turn() throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
    write();
  }

  private void write() {
    StringBuilder full;
    synchronized (lock) {
      full = filling;
      filling = empty;
    }
    try {
      if (!full.isEmpty()) {
        LOG.info(full.toString());
      }
    } finally {
      full.setLength(0);
      empty = full;
    }
  }
}
