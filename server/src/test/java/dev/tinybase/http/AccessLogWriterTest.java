package dev.tinybase.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessLogWriterTest {
  private static final Logger ACCESS = Logger.getLogger("access");

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean broken;
  private volatile boolean failed;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (broken) {
            failed = true;
            throw new NoClassDefFoundError("meant to fail");
          }
          entry.getMessage().lines().forEach(lines::add);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    ACCESS.addHandler(handler);
    ACCESS.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    ACCESS.removeHandler(handler);
    ACCESS.setUseParentHandlers(true);
  }

  @Test
  void beyond_its_bound_lines_are_dropped_and_counted() {
    var line = new AccessLog.Line("a", "GET", "/" + "b".repeat(2_000), 200, 1, 1, "r", null);
    int added = 0;
    try (var log = new AccessLog()) {
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
    broken = true;
    try (var log = new AccessLog()) {
      log.add(new AccessLog.Line("a", "GET", "/lost", 200, 1, 1, "r", null));
      Eventually.until("it has failed", () -> failed);
      broken = false;
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("access-log"))
          .forEach(Thread::interrupt);
      log.add(new AccessLog.Line("a", "GET", "/logged", 200, 1, 1, "r", null));
      Eventually.until("the next line is logged", () -> !lines.isEmpty());
    }
    assertThat(lines).hasSize(1).allMatch(line -> line.contains("/logged"));
  }
}
