package dev.tinybase.http;

import static dev.tinybase.config.Settings.Log.Format.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.LogCapture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessLogWriterTest {
  private final LogCapture capture = new LogCapture("access");
  private final List<String> lines = capture.lines();
  private volatile boolean failed;

  @AfterEach
  void stopListening() {
    capture.close();
  }

  @Test
  void beyond_its_bound_lines_are_dropped_and_counted() {
    var line = new AccessLog.Line("a", "GET", "/" + "b".repeat(2_000), 200, 1, 1, "r", null);
    int added = 0;
    try (var log = new AccessLog(TEXT)) {
      while (log.droppedCount() == 0 && added < 1_000_000) {
        log.add(line);
        added++;
      }
      assertThat(log.droppedCount()).isPositive();
    }
    assertThat(lines).hasSizeLessThan(added);
  }

  @Test
  void its_thread_survives_a_failure_and_an_interrupt() {
    capture.setFilter(_ -> fail());
    try (var log = new AccessLog(TEXT)) {
      log.add(new AccessLog.Line("a", "GET", "/lost", 200, 1, 1, "r", null));
      Eventually.until("it has failed", () -> failed);
      capture.setFilter(null);
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("access-log"))
          .forEach(Thread::interrupt);
      log.add(new AccessLog.Line("a", "GET", "/logged", 200, 1, 1, "r", null));
      Eventually.until("the next line is logged", () -> !lines.isEmpty());
    }
    assertThat(lines).hasSize(1).allMatch(line -> line.contains("/logged"));
  }

  private boolean fail() {
    failed = true;
    throw new NoClassDefFoundError("meant to fail");
  }
}
