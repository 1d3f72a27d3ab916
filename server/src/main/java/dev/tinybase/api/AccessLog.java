package dev.tinybase.api;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, on the logger {@code access}. Requests only queue their line; a thread
 * writes what has come every tenth of a second, several lines in one go when there is much to do.
 * Beyond the queue's bound lines are dropped and counted.
 */
final class AccessLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("access");
  private static final int MOST = 20_000;
  private static final long PAUSE_MILLIS = 100;

  /** What a line tells. The path comes without its query, which may hold secrets. */
  record Line(
      String address,
      String method,
      String path,
      int status,
      long nanos,
      long bytes,
      String requestId,
      @Nullable UUID user) {
    void appendTo(StringBuilder text) {
      text.append(address).append(' ').append(method).append(' ');
      appendSafely(text, path);
      text.append(' ').append(status).append(' ');
      long tenths = nanos / 100_000;
      text.append(tenths / 10).append('.').append(tenths % 10).append("ms ");
      text.append(bytes).append("B ").append(requestId);
      text.append(' ').append(user == null ? "-" : user.toString());
    }

    private static void appendSafely(StringBuilder text, String raw) {
      int length = Math.min(raw.length(), 2_000);
      for (int i = 0; i < length; i++) {
        char c = raw.charAt(i);
        text.append(c > ' ' && c < 0x7f ? c : '?');
      }
    }
  }

  private final ArrayBlockingQueue<Line> queue = new ArrayBlockingQueue<>(MOST);
  private final LongAdder dropped = new LongAdder();
  private final Thread writer;
  private volatile boolean open = true;

  AccessLog() {
    writer = Thread.ofPlatform().daemon().name("access-log").start(this::run);
  }

  /** Whether lines are wanted at all. */
  boolean enabled() {
    return LOG.isInfoEnabled();
  }

  /** Queues a line; never waits. */
  void add(Line line) {
    if (!queue.offer(line)) {
      dropped.increment();
    }
  }

  /** How many lines were dropped so far. */
  long droppedCount() {
    return dropped.sum();
  }

  /** Writes what is queued and ends. */
  @Override
  public void close() {
    open = false;
    writer.interrupt();
    try {
      writer.join(1_000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var lines = new ArrayList<Line>();
    while (open) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException _) {
        // closing: the loop's condition tells
      }
      queue.drainTo(lines);
      write(lines);
      lines.clear();
    }
    queue.drainTo(lines);
    write(lines);
  }

  private static void write(List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    var text = new StringBuilder(lines.size() * 120);
    for (var line : lines) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      line.appendTo(text);
    }
    LOG.info("{}", text);
  }
}
