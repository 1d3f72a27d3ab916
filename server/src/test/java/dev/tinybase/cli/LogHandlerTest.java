package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogHandlerTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Logging.LogHandler handler =
      new Logging.LogHandler(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  @Test
  void a_line_break_in_a_message_forges_no_line() {
    handler.publish(event("dev.tinybase", "one\ntwo"));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("2026-11-22T23:19:10.123Z INFO  one\\ntwo\n");
  }

  @Test
  void several_requests_in_one_message_are_several_lines() {
    handler.publish(event("access", "GET /a\nGET /b"));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            2026-11-22T23:19:10.123Z INFO  GET /a
            2026-11-22T23:19:10.123Z INFO  GET /b
            """);
  }

  private static LogRecord event(String logger, String message) {
    var event = new LogRecord(Level.INFO, message);
    event.setLoggerName(logger);
    event.setInstant(Instant.parse("2026-11-22T23:19:10.123Z"));
    return event;
  }
}
