package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.api.ServerLog;
import dev.tinybase.functions.invoke.FunctionOutput;
import dev.tinybase.json.Json;
import dev.tinybase.secrets.Mask;
import dev.tinybase.threads.RequestId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LogHandlerTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final LogHandler handler = handler(new TextLog());
  private final LogHandler json = handler(new JsonLog());

  private LogHandler handler(Formatter form) {
    return new LogHandler(new PrintStream(bytes, true, StandardCharsets.UTF_8), form);
  }

  @Test
  void a_line_break_in_a_message_forges_no_line() {
    handler.publish(event("dev.tinybase", "one\ntwo"));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("2026-11-22T23:19:10.123Z INFO  one\\ntwo\n");
  }

  @Test
  void what_is_kept_for_admins_has_no_secret_and_nothing_that_a_call_has_taken() {
    var kept = new ServerLog(Clock.systemUTC());
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    var listened = new LogHandler(out, new TextLog(), kept::add);
    var mask = new Mask();
    mask.add("sk_live_123");
    listened.setFilter(event ->
        !event.getLoggerName().equals("taken")
            && FunctionOutput.passes(event, () -> !mask.isEmpty(), mask::hide));
    var failed = event("dev.tinybase", "paid with sk_live_123");
    failed.setThrown(new IllegalStateException("sk_live_123 was refused"));
    listened.publish(failed);
    listened.publish(event("taken", "in the log of a call"));
    var all = new ServerLog.Filter(null, null, null, null, true);
    assertThat(kept.last(all, 10))
        .singleElement()
        .satisfies(line -> assertThat(line.message()).contains("paid with ***", "*** was refused"));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("sk_live_123");
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

  @Test
  void json_is_one_object_a_line_whatever_the_message_holds() {
    json.publish(event("dev.tinybase", "one\ntwo \"three\" \u2028"));
    assertThat(line().path("message").stringValue()).isEqualTo("one\ntwo \"three\" \u2028");
    assertThat(line().path("time").stringValue()).isEqualTo("2026-11-22T23:19:10.123Z");
    assertThat(line().path("level").stringValue()).isEqualTo("info");
    assertThat(line().path("logger").stringValue()).isEqualTo("dev.tinybase");
    assertThat(line().has("request_id")).isFalse();
    assertThat(line().has("trace")).isFalse();
  }

  @Test
  void json_has_the_request_and_the_trace_in_fields_of_their_own() {
    var event = event("dev.tinybase", "failed");
    event.setLevel(Level.SEVERE);
    event.setThrown(new IllegalStateException("because"));
    RequestId.with("r1").run(() -> json.publish(event));
    assertThat(line().path("level").stringValue()).isEqualTo("error");
    assertThat(line().path("request_id").stringValue()).isEqualTo("r1");
    assertThat(line().path("trace").stringValue())
        .startsWith("java.lang.IllegalStateException: because\n\tat ");
  }

  @Test
  void json_has_no_secret_of_a_function_nor_of_what_it_threw() {
    var mask = new Mask();
    mask.add("sk_live_\"123");
    json.setFilter(event -> FunctionOutput.passes(event, () -> !mask.isEmpty(), mask::hide));
    var failed = event("dev.tinybase", "paid with sk_live_\"123");
    failed.setThrown(new IllegalStateException("sk_live_\"123 was refused"));
    json.publish(failed);
    assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("sk_live_", "123 was");
    assertThat(line().path("message").stringValue()).contains("paid with ***", "*** was refused");
  }

  @Test
  void json_of_several_requests_is_a_line_for_each() {
    json.publish(event("access", "\"path\":\"/a\"\n\"path\":\"/b\""));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"time":"2026-11-22T23:19:10.123Z","level":"info","logger":"access","path":"/a"}
            {"time":"2026-11-22T23:19:10.123Z","level":"info","logger":"access","path":"/b"}
            """);
  }

  private JsonNode line() {
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    return Json.parse(bytes.toByteArray());
  }

  private static LogRecord event(String logger, String message) {
    var event = new LogRecord(Level.INFO, message);
    event.setLoggerName(logger);
    event.setInstant(Instant.parse("2026-11-22T23:19:10.123Z"));
    return event;
  }
}
