package dev.tinybase.api.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class CallRoutesTest {
  private static final String CALLS = "/api/admin/functions/calls";
  private static final String LOGS = "/api/admin/functions/logs";
  private static final UUID USER = UUID.fromString("019ab3e0-93d5-7c21-b4a6-7e8d9c0b1a2f");
  private static final UUID VERSION = UUID.fromString("019ab3e0-0000-7c21-b4a6-7e8d9c0b1a2f");

  private final TestServer server;
  private final CallLog log;
  private final CallRecord.Ids ids = new CallRecord.Ids(Clock.systemUTC());

  CallRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    log = server.tinybase().history();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void calls_are_listed_newest_first_in_the_shape_that_clients_know() {
    var first = put("hello", Status.SUCCEEDED, Trigger.MANUAL, null);
    var second = put("place_order", Status.FAILED, Trigger.FUNCTION, first);
    var list = get(CALLS);
    assertThat(list.path("total").intValue()).isEqualTo(2);
    assertThat(list.path("limit").intValue()).isEqualTo(100);
    assertThat(list.path("offset").intValue()).isZero();
    assertThat(list.path("next_cursor").isNull()).isTrue();
    var newest = list.path("calls").path(0);
    assertThat(newest.path("id").stringValue()).isEqualTo(second.toString());
    assertThat(newest.path("status").stringValue()).isEqualTo("failed");
    assertThat(newest.path("trigger_type").stringValue()).isEqualTo("function");
    assertThat(newest.path("parent_id").stringValue()).isEqualTo(first.toString());
    assertThat(get(CALLS + "?parent_id=" + first).path("calls")).hasSize(1).contains(newest);
    assertThat(get(CALLS + "?parent_id=" + second).path("calls")).isEmpty();
    assertThat(newest.path("requested_by_user_id").stringValue()).isEqualTo(USER.toString());
    assertThat(newest.path("version_id").stringValue()).isEqualTo(VERSION.toString());
    assertThat(newest.path("duration_ms").intValue()).isEqualTo(2);
    assertThat(newest.path("error_type").stringValue()).isEqualTo("OutOfStock");
    assertThat(newest.path("error_code").stringValue()).isEqualTo("out_of_stock");
    assertThat(newest.has("trace") || newest.has("input")).isFalse();
    assertThat(list.path("calls").path(1).path("error_type").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "function_name=place_order",
        "status=failed",
        "trigger_type=function",
        "user_id=019ab3e0-93d5-7c21-b4a6-7e8d9c0b1a2f",
        "version_id=019ab3e0-0000-7c21-b4a6-7e8d9c0b1a2f",
        "function_name=place_order&status=failed&trigger_type=function"
      })
  void filters_find_the_one_call_that_is_meant(String query) {
    var parent = put("hello", Status.SUCCEEDED, Trigger.MANUAL, null);
    var id = put("place_order", Status.FAILED, Trigger.FUNCTION, parent);
    put("hello", Status.RUNNING, Trigger.MANUAL, null);
    var list = get(CALLS + "?" + query);
    assertThat(list.path("total").intValue()).isEqualTo(1);
    assertThat(list.path("calls").path(0).path("id").stringValue()).isEqualTo(id.toString());
  }

  @Test
  void a_span_of_time_finds_the_calls_that_came_in_then() {
    put("hello", Status.SUCCEEDED, Trigger.MANUAL, null);
    var now = Instant.now();
    assertThat(total("since=" + now.minusSeconds(60))).isEqualTo(1);
    assertThat(total("since=" + now.plusSeconds(60))).isZero();
    assertThat(total("until=" + now.plusSeconds(60))).isEqualTo(1);
    assertThat(total("until=" + now.minusSeconds(60))).isZero();
  }

  @Test
  void pages_follow_each_other_by_cursor_and_by_offset() {
    var all = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      all.addFirst(put("hello", Status.SUCCEEDED, Trigger.MANUAL, null).toString());
    }
    var seen = new ArrayList<String>();
    var page = get(CALLS + "?limit=3");
    while (true) {
      page.path("calls").forEach(call -> seen.add(call.path("id").stringValue()));
      if (page.path("next_cursor").isNull()) {
        break;
      }
      page = get(CALLS + "?limit=3&total=false&cursor=" + page.path("next_cursor").stringValue());
      assertThat(page.path("total").isNull()).isTrue();
    }
    assertThat(seen).isEqualTo(all);
    assertThat(get(CALLS + "?limit=3&offset=6").path("calls").size()).isEqualTo(1);
  }

  @Test
  void a_call_is_read_whole() {
    var id = put("place_order", Status.FAILED, Trigger.MANUAL, null);
    log.line(id, "place_order", new LogLine(Instant.now(), Level.WARNING, "no tea"));
    var call = get(CALLS + "/" + id);
    assertThat(call.path("trace").stringValue()).contains("place_order.java:3");
    assertThat(call.path("error_details").path("left").intValue()).isZero();
    assertThat(call.path("input").path("item").stringValue()).isEqualTo("tea");
    assertThat(call.path("output").isNull()).isTrue();
    assertThat(call.path("logs").path(0).path("message").stringValue()).isEqualTo("no tea");
    var missing = server.get(server.adminToken(), CALLS + "/" + UUID.randomUUID());
    assertThat(missing.status()).isEqualTo(404);
  }

  @Test
  void metrics_are_by_function_and_over_time() {
    put("hello", Status.SUCCEEDED, Trigger.MANUAL, null);
    put("hello", Status.FAILED, Trigger.MANUAL, null);
    put("hello", Status.RUNNING, Trigger.MANUAL, null);
    var metrics = get("/api/admin/functions/metrics");
    assertThat(metrics.path("period_hours").intValue()).isEqualTo(24);
    assertThat(metrics.has("buckets")).isFalse();
    var hello = metrics.path("functions").path("hello");
    assertThat(hello.propertyNames())
        .containsExactly(
            "total_calls",
            "succeeded",
            "failed",
            "running",
            "avg_duration_ms",
            "p50_duration_ms",
            "p95_duration_ms",
            "error_rate",
            "last_call_at",
            "last_failure_at");
    assertThat(hello.path("total_calls").intValue()).isEqualTo(3);
    assertThat(hello.path("p95_duration_ms").doubleValue()).isEqualTo(1.5);
    assertThat(hello.path("error_rate").doubleValue()).isEqualTo(0.5);
    var buckets = get("/api/admin/functions/metrics?hours=1&period=hour").path("buckets");
    long total = 0;
    for (var bucket : buckets) {
      total += bucket.path("functions").path("hello").path("total_calls").intValue();
    }
    assertThat(total).isEqualTo(3);
  }

  @Test
  void prometheus_sees_the_calls_of_each_function() {
    put("hello", Status.SUCCEEDED, Trigger.MANUAL, null);
    put("hello", Status.FAILED, Trigger.MANUAL, null);
    put("hello", Status.FAILED, Trigger.MANUAL, null);
    var page = server.get(server.adminToken(), "/metrics").text();
    var prefix = "tinybase_function_call_duration_seconds_";
    assertThat(page)
        .contains(prefix + "count{function=\"hello\",status=\"succeeded\"} 1")
        .contains(prefix + "count{function=\"hello\",status=\"failed\"} 2")
        .contains(prefix + "bucket{function=\"hello\",status=\"failed\",le=\"0.001\"} 0")
        .contains(prefix + "bucket{function=\"hello\",status=\"failed\",le=\"0.005\"} 2")
        .contains("tinybase_function_calls_running 0", "tinybase_function_calls_stuck 0")
        .contains("tinybase_function_records_waiting ")
        .contains("tinybase_function_records_lost_total 0");
  }

  @Test
  void lines_are_followed_by_their_numbers() {
    var id = put("hello", Status.SUCCEEDED, Trigger.MANUAL, null);
    for (int i = 0; i < 5; i++) {
      log.line(id, "hello", new LogLine(Instant.now(), Level.INFO, "line " + i));
    }
    var last = get(LOGS + "?limit=2");
    assertThat(last.path("logs").path(0).path("message").stringValue()).isEqualTo("line 3");
    var after = last.path("next_after").longValue();
    assertThat(get(LOGS + "?after=" + after).path("logs").isEmpty()).isTrue();
    assertThat(get(LOGS + "?after=" + after).path("next_after").longValue()).isEqualTo(after);
    log.line(id, "hello", new LogLine(Instant.now(), Level.ERROR, "new"));
    var more = get(LOGS + "?level=error&function_name=hello&call_id=" + id + "&after=" + after);
    assertThat(more.path("logs").size()).isEqualTo(1);
    assertThat(more.path("logs").path(0).path("level").stringValue()).isEqualTo("error");
  }

  @ParameterizedTest
  @ValueSource(strings = {CALLS + "?function_name=%00", LOGS + "?function_name=%00x", CALLS})
  void odd_values_find_nothing(String path) {
    assertThat(server.get(server.adminToken(), path).status()).isLessThan(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {CALLS, LOGS, "/api/admin/functions/metrics"})
  void only_admins_read_them(String path) {
    assertThat(server.get(null, path).status()).isEqualTo(401);
    assertThat(server.get(server.user("ada@example.org"), path).status()).isEqualTo(403);
  }

  private UUID put(String function, Status status, Trigger trigger, @Nullable UUID of) {
    var now = Instant.now();
    boolean failed = status == Status.FAILED;
    var call =
        new CallRecord(
            ids.next(),
            function,
            status,
            trigger,
            null,
            null,
            of,
            failed ? USER : null,
            null,
            failed ? VERSION : null,
            "abc",
            "request",
            null,
            now,
            status == Status.RUNNING ? null : now.plusMillis(2),
            status == Status.RUNNING ? 0 : 1500,
            failed ? "OutOfStock" : null,
            failed ? "no tea" : null,
            failed ? "out_of_stock" : null,
            failed ? "{\"left\":0}".getBytes(UTF_8) : null,
            failed ? "OutOfStock\n\tat place_order.java:3" : null,
            failed ? "{\"item\":\"tea\"}".getBytes(UTF_8) : null,
            null);
    if (status == Status.RUNNING) {
      server
          .tinybase()
          .database()
          .write(sql -> {
            log.write(sql, call);
            return true;
          });
    } else {
      log.finished(call);
    }
    return call.id();
  }

  private int total(String query) {
    return get(CALLS + "?" + query).path("total").intValue();
  }

  private JsonNode get(String path) {
    var reply = server.get(server.adminToken(), path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }
}
