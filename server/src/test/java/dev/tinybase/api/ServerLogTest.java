package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.TestClock;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.threads.RequestId;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerLogTest {
  private static final ServerLog.Filter ALL = new ServerLog.Filter(null, null, null, null, true);

  private final TestClock clock = new TestClock();
  private final ServerLog log = new ServerLog(clock);

  @Test
  void lines_are_read_from_the_end_or_behind_a_number() {
    for (int i = 1; i <= 5; i++) {
      add("a.b", Level.INFO, "line " + i);
    }
    assertThat(messages(log.last(ALL, 2))).containsExactly("line 4", "line 5");
    long third = log.last(ALL, 5).get(2).seq();
    assertThat(messages(log.after(third, ALL, 100))).containsExactly("line 4", "line 5");
    assertThat(messages(log.after(third - 2, ALL, 1))).containsExactly("line 2");
    assertThat(log.after(log.newest(), ALL, 10)).isEmpty();
  }

  @Test
  void lines_are_chosen_by_level_logger_text_and_request() {
    add("dev.tinybase.jobs", Level.FINE, "a detail");
    add("dev.tinybase.http", Level.WARNING, "Slow CLIENT");
    RequestId.with("r1").run(() -> add("dev.tinybase.jobs", Level.SEVERE, "it failed"));
    assertThat(chosen(LogLine.Level.WARNING, null, null, null))
        .containsExactly("Slow CLIENT", "it failed");
    assertThat(chosen(LogLine.Level.ERROR, null, null, null)).containsExactly("it failed");
    assertThat(chosen(null, "dev.tinybase.jobs", null, null))
        .containsExactly("a detail", "it failed");
    assertThat(chosen(null, null, "slow client", null)).containsExactly("Slow CLIENT");
    assertThat(chosen(null, null, null, "r1")).containsExactly("it failed");
    assertThat(chosen(null, "dev.tinybase.http", null, "r1")).isEmpty();
    add("functions", Level.SEVERE, "sum failed, request 0d65");
    assertThat(chosen(null, null, null, "0d65")).containsExactly("sum failed, request 0d65");
  }

  @Test
  void a_failure_has_its_trace_and_is_found_by_it() {
    var event = new LogRecord(Level.SEVERE, "failed");
    event.setLoggerName("a");
    event.setThrown(new IllegalStateException("no room"));
    log.add(event, "failed");
    var line = log.last(ALL, 1).getFirst();
    assertThat(line.trace()).startsWith("java.lang.IllegalStateException: no room\n\tat ");
    assertThat(chosen(null, null, "NO ROOM", null)).containsExactly("failed");
  }

  @Test
  void lines_of_requests_have_their_ids_in_both_forms_of_the_log() {
    add("access", Level.INFO, "192.0.2.7 GET /health 200 0.1ms 20B 00f1 -\nnonsense");
    add(
        "access",
        Level.INFO,
        "\"message\":\"GET /a 200\",\"request_id\":\"00f2\",\"address\":\"192.0.2.7\","
            + "\"method\":\"GET\",\"path\":\"/a\",\"status\":200,\"duration_ms\":0.1,"
            + "\"bytes\":20,\"caller\":null");
    assertThat(chosen(null, null, null, "00f1"))
        .containsExactly("192.0.2.7 GET /health 200 0.1ms 20B 00f1 -");
    assertThat(chosen(null, null, null, "00f2"))
        .containsExactly("192.0.2.7 GET /a 200 0.1ms 20B 00f2 -");
    assertThat(chosen(null, "access", "nonsense", null)).hasSize(1);
  }

  @Test
  void requests_push_nothing_else_out_and_of_both_the_oldest_go() {
    add("a", Level.WARNING, "important");
    add("access", Level.INFO, "x GET /1 200\n".repeat(100_000) + "x GET /last 200");
    var lines = log.last(ALL, 10_000);
    assertThat(lines).hasSize(ServerLog.MOST_REQUESTS + 1);
    assertThat(lines.getFirst().message()).isEqualTo("important");
    assertThat(lines.getLast().message()).isEqualTo("x GET /last 200");
    var without = new ServerLog.Filter(null, null, null, null, false);
    assertThat(messages(log.last(without, 10_000))).containsExactly("important");
    for (int i = 0; i < ServerLog.MOST_LINES + 5; i++) {
      add("a", Level.INFO, "line " + i);
    }
    assertThat(log.last(new ServerLog.Filter(null, "a", "line", null, true), 10_000))
        .hasSize(ServerLog.MOST_LINES);
    assertThat(chosen(null, null, "important", null)).isEmpty();
  }

  @Test
  void long_lines_are_cut_and_many_of_them_stay_within_the_bound() {
    for (int i = 0; i < 200; i++) {
      add("a", Level.INFO, "y".repeat(1 << 20));
    }
    var lines = log.last(ALL, 10_000);
    assertThat(lines.getFirst().message()).hasSize(32 << 10).endsWith("...");
    assertThat(lines.stream().mapToLong(line -> line.message().length()).sum())
        .isBetween(1L << 20, (long) ServerLog.MOST_CHARACTERS);
  }

  @Test
  void numbers_go_on_after_a_restart() {
    add("a", Level.INFO, "before");
    long before = log.newest();
    clock.advance(Duration.ofSeconds(1));
    var next = new ServerLog(clock);
    assertThat(next.newest()).isGreaterThan(before).isLessThan(1L << 53);
  }

  private void add(String logger, Level level, String message) {
    var event = new LogRecord(level, message);
    event.setLoggerName(logger);
    log.add(event, message);
  }

  private List<String> chosen(
      LogLine.@Nullable Level least,
      @Nullable String logger,
      @Nullable String text,
      @Nullable String request) {
    return messages(log.last(new ServerLog.Filter(least, logger, text, request, true), 100));
  }

  private static List<String> messages(List<ServerLog.Line> lines) {
    return lines.stream().map(ServerLog.Line::message).toList();
  }
}
