package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.TestClock;
import dev.tinybase.config.Settings;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TestServer;
import dev.tinybase.text.Uuids;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class MetricRoutesTest {
  private static final String PATH = "/api/admin/metrics";

  private final TestClock clock = new TestClock();
  private final CallRecord.Ids ids = new CallRecord.Ids(clock);
  private final TestServer server;

  MetricRoutesTest(Engine engine) {
    server = TestServer.start(engine, MetricRoutesTest::withoutScheduler, clock);
  }

  /** Which would take snapshots, too, when the clock goes on. */
  private static Settings withoutScheduler(Settings settings) {
    var scheduler = Settings.with(Map.of("scheduler.enabled", "false")).scheduler();
    return RecordCopy.with(settings, "scheduler", scheduler);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void requests_and_records_written_are_told_by_minute_and_by_route() {
    post("/api/collections", collection("notes"));
    for (int i = 0; i < 3; i++) {
      post("/api/collections/notes/records", "{\"data\": {\"n\": 1}}");
    }
    server.get(null, "/nowhere");
    var body = server.get(server.adminToken(), "/api/admin/requests?hours=1").json();
    assertThat(body.path("since").stringValue()).isEqualTo("2026-11-22T22:18:10.123456Z");
    var now = body.path("buckets").path(59);
    assertThat(now.path("start").stringValue()).isEqualTo("2026-11-22T22:18:00.000000Z");
    assertThat(now.path("count").intValue()).isEqualTo(5);
    assertThat(now.path("client_errors").intValue()).isEqualTo(1);
    assertThat(now.path("records_written").intValue()).isEqualTo(3);
    assertThat(body.path("routes").valueStream())
        .anySatisfy(route -> {
          assertThat(route.path("method").stringValue()).isEqualTo("POST");
          assertThat(route.path("path").stringValue())
              .isEqualTo("/api/collections/{collection_name}/records");
          assertThat(route.path("count").intValue()).isEqualTo(3);
        });
    assertThat(server.get(server.adminToken(), "/api/admin/requests").json().path("buckets"))
        .hasSize(96);
    assertThat(server.get(server.adminToken(), "/api/admin/requests?hours=25").status())
        .isEqualTo(422);
    assertThat(server.get(null, "/api/admin/requests").status()).isEqualTo(401);
  }

  @Test
  void before_the_first_snapshot_the_lists_are_empty() {
    var body = get();
    assertThat(body.propertyNames())
        .containsExactly("collection_sizes", "function_stats", "collected_at");
    assertThat(body.path("collection_sizes").isEmpty()).isTrue();
    assertThat(body.path("function_stats").isEmpty()).isTrue();
    assertThat(body.path("collected_at").stringValue()).isEqualTo("2026-11-22T22:18:10.123456Z");
  }

  @Test
  void a_snapshot_has_the_sizes_of_collections_and_the_calls_of_a_day() {
    post("/api/collections", collection("empty"));
    post("/api/collections", collection("notes"));
    for (int i = 0; i < 3; i++) {
      post("/api/collections/notes/records", "{\"data\": {\"n\": 1}}");
    }
    var yesterday = clock.instant().minus(Duration.ofHours(25));
    put(Uuids.least(yesterday), "old", Status.SUCCEEDED, 5_000);
    put("f", Status.SUCCEEDED, 10_000);
    put("f", Status.SUCCEEDED, 0);
    put("f", Status.FAILED, 500);
    put("f", Status.RUNNING, 0);
    put("waits", Status.RUNNING, 0);
    assertThat(server.tinybase().metrics().collect()).isEqualTo(2);
    var taken = get();
    assertThat(taken.path("collection_sizes"))
        .hasToString(
            "[{\"collection_name\":\"empty\",\"record_count\":0},"
                + "{\"collection_name\":\"notes\",\"record_count\":3}]");
    assertThat(taken.path("function_stats"))
        .hasToString(
            "[{\"function_name\":\"f\",\"avg_runtime_ms\":3.50,\"error_rate\":33.33,"
                + "\"total_calls\":4},{\"function_name\":\"waits\",\"avg_runtime_ms\":null,"
                + "\"error_rate\":0.00,\"total_calls\":1}]");
    assertThat(taken.path("collected_at").stringValue()).isEqualTo("2026-11-22T22:18:10.123456Z");
    clock.advance(Duration.ofMinutes(10));
    put("f", Status.FAILED, 500);
    assertThat(get()).as("until the next one").isEqualTo(taken);
  }

  @Test
  void the_newest_thousand_snapshots_are_kept() {
    for (int i = 0; i < 510; i++) {
      clock.advance(Duration.ofMinutes(30));
      server.tinybase().metrics().collect();
    }
    var database = server.tinybase().database();
    assertThat(database.<Long>read(sql -> sql.number("select count(*) from _metrics")))
        .isEqualTo(1000);
    assertThat(server.tinybase().metrics().latest().path("collected_at").stringValue())
        .startsWith("2026-12-03T13:18");
  }

  @Test
  void they_are_for_admins() {
    assertThat(server.get(null, PATH).status()).isEqualTo(401);
    assertThat(server.get(server.user("ada@example.org"), PATH).status()).isEqualTo(403);
  }

  private JsonNode get() {
    var answer = server.get(server.adminToken(), PATH);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  private void post(String path, String body) {
    assertThat(server.post(server.adminToken(), path, body).status()).isEqualTo(201);
  }

  private static String collection(String name) {
    return """
    {"name": "%s", "label": "%s", "schema": {"fields": [{"name": "n", "type": "integer"}]}}
    """
        .formatted(name, name);
  }

  private void put(String function, Status status, long micros) {
    put(ids.next(), function, status, micros);
  }

  private void put(UUID id, String function, Status status, long micros) {
    var now = clock.instant();
    boolean ended = status != Status.RUNNING;
    var call =
        new CallRecord(
            id,
            function,
            status,
            Trigger.MANUAL,
            null,
            null,
            null,
            null,
            null,
            null,
            "0123456789abcdef",
            "request",
            null,
            now,
            ended ? now.plusNanos(micros * 1000) : null,
            micros,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    server
        .tinybase()
        .database()
        .write(sql -> {
          server.tinybase().history().write(sql, call);
          return true;
        });
  }
}
