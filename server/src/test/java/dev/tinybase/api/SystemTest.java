package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.config.Settings;
import dev.tinybase.http.Response;
import dev.tinybase.testing.RecordCopy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemTest {
  private final NoDatabase database = new NoDatabase();
  private TestApi api;

  @BeforeEach
  void start() {
    var all = TestApi.settings(s -> s);
    var settings = RecordCopy.with(all, "metrics", new Settings.Metrics("scrape-token"));
    var routes =
        List.of(
            Route.get("/things/{id}", "things_get").handle(_ -> Response.noContent()),
            Route.get("/limited", "things_limited").perMinute(1).handle(_ -> Response.noContent()));
    api = new TestApi(settings, new Services(TestApi::user, database, List::of), routes);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void the_root_tells_where_things_are() {
    assertThat(api.get("/").body())
        .startsWith("{\"name\":\"TinyBase\",\"version\":")
        .contains("\"docs\":\"/docs\",\"openapi\":\"/openapi.json\"")
        .containsPattern("\"admin\":(null|\"/admin\"),\"auth\":null");
  }

  @Test
  void it_is_healthy_as_the_original_says_it() {
    assertThat(api.get("/health").body()).isEqualTo("{\"status\":\"healthy\"}");
    assertThat(api.get("/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void it_is_ready_only_while_the_database_works() {
    assertThat(api.get("/ready").body())
        .isEqualTo(
            "{\"status\":\"ready\",\"checks\":{\"database\":\"ok\",\"migrations\":\"ok\",\"nodes\":\"ok\"}}");
    database.writable(false);
    var answer = api.get("/health/ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("unavailable", "failed");
  }

  @Test
  void who_is_told_of_vulnerabilities_is_said_where_rfc_9116_looks_for_it() {
    assertThat(api.get("/.well-known/security.txt").statusCode()).isEqualTo(404);
    var named =
        TestApi.settings(server ->
            RecordCopy.with(
                server,
                Map.of(
                    "securityContact", "mailto:security@example.org",
                    "publicUrl", "https://example.org")));
    var noon = Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);
    try (var other =
        new TestApi(named, TestApi.services(), List.of(), Tunings.clock(TestApi.TUNING, noon))) {
      var answer = other.get("/.well-known/security.txt");
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
      assertThat(answer.body())
          .isEqualTo(
              """
              Contact: mailto:security@example.org
              Expires: 2027-05-26T00:00:00Z
              Canonical: https://example.org/.well-known/security.txt
              """);
    }
  }

  @Test
  void metrics_are_for_admins_and_scrapers() {
    assertThat(api.get("/metrics").statusCode()).isEqualTo(401);
    assertThat(api.get("/metrics", "Authorization", "Bearer user-token").statusCode())
        .isEqualTo(403);
    assertThat(api.get("/metrics", "Authorization", "Bearer admin-token").statusCode())
        .isEqualTo(200);
    assertThat(api.get("/metrics", "Authorization", "Bearer scrape-token").statusCode())
        .isEqualTo(200);
  }

  @Test
  void metrics_count_requests_by_route_and_status() {
    api.get("/things/1");
    api.get("/things/2");
    api.get("/nowhere");
    api.get("/limited");
    api.get("/limited");
    var page = api.get("/metrics", "Authorization", "Bearer scrape-token").body();
    assertThat(page)
        .contains(
            "http_server_request_duration_seconds_count{method=\"GET\",route=\"/things/{id}\",status=\"204\"} 2",
            "http_server_request_duration_seconds_count{method=\"_OTHER\",route=\"\",status=\"404\"} 1",
            "http_server_request_duration_seconds_bucket{method=\"GET\",route=\"/things/{id}\",status=\"204\",le=\"+Inf\"} 2",
            "http_server_active_requests 1",
            "http_server_rate_limited_total 1",
            "tinybase_db_waiting_writes 3",
            "tinybase_db_commits_total 10",
            "tinybase_db_writes_total 40",
            "tinybase_db_readers 4",
            "jvm_memory_used_bytes",
            "access_log_dropped_total 0");
  }
}
