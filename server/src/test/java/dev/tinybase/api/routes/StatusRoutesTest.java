package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.TestClock;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class StatusRoutesTest {
  private static final String PATH = "/api/admin/status";

  private final Engine engine;
  private final TestClock clock = new TestClock();
  private final TestServer server;

  StatusRoutesTest(Engine engine) {
    this.engine = engine;
    server = TestServer.start(engine, settings -> settings, clock);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void the_instance_tells_how_it_is_in_one_answer() {
    var body = status();
    assertThat(body.path("status").stringValue()).isEqualTo("ready");
    assertThat(body.path("checks").propertyNames())
        .containsExactlyInAnyOrder("database", "migrations", "nodes", "jobs", "schedules");
    assertThat(body.path("started_at").stringValue()).isEqualTo("2026-11-22T22:18:10.123456Z");
    assertThat(body.path("node").stringValue()).contains(":");
    var database = body.path("database");
    assertThat(database.path("engine").stringValue())
        .isEqualTo(engine == Engine.SQLITE ? "sqlite" : "postgresql");
    assertThat(database.path("version").stringValue()).matches("\\d+\\.\\d+.*");
    assertThat(database.path("bytes").longValue()).isGreaterThan(10_000);
    assertThat(database.path("location").stringValue()).doesNotContain("password");
    assertThat(body.path("storage").path("free_bytes").longValue()).isPositive();
    assertThat(body.path("process").path("heap_limit_bytes").longValue()).isPositive();
    assertThat(body.path("backup").path("last").isNull()).isTrue();
  }

  @Test
  void what_there_is_gets_counted() throws IOException {
    var admin = server.adminToken();
    var schema = "\"schema\": {\"fields\": [{\"name\": \"n\", \"type\": \"integer\"}]}";
    server.post(
        admin, "/api/collections", "{\"name\": \"notes\", \"label\": \"Notes\", " + schema + "}");
    server.post(admin, "/api/collections/notes/records", "{\"data\": {\"n\": 1}}");
    server.user("ada@example.org");
    var folder = Files.createDirectories(server.functionsFolder());
    Files.writeString(folder.resolve("broken.java"), "no code");
    server.tinybase().functions().loader().reload();
    server.post(admin, "/api/admin/backups", null);
    clock.advance(Duration.ofSeconds(5));
    var body = status();
    var counts = body.path("counts");
    assertThat(counts.path("users").intValue()).isEqualTo(2);
    assertThat(counts.path("collections").intValue()).isEqualTo(1);
    assertThat(counts.path("records").intValue()).isEqualTo(1);
    assertThat(counts.path("function_files_with_errors").intValue()).isEqualTo(1);
    assertThat(counts.path("schedules").intValue()).as("none of the server's own").isZero();
    assertThat(counts.path("jobs_failed").intValue()).isZero();
    assertThat(body.path("storage").path("functions_bytes").longValue()).isEqualTo(7);
    assertThat(body.path("storage").path("backups_bytes").longValue()).isPositive();
    assertThat(body.path("backup").path("last").path("bytes").longValue()).isPositive();
  }

  @Test
  void it_is_found_out_again_after_some_seconds_at_the_earliest() {
    assertThat(status().path("counts").path("users").intValue()).isEqualTo(1);
    server.user("ada@example.org");
    assertThat(status().path("counts").path("users").intValue()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(3));
    assertThat(status().path("counts").path("users").intValue()).isEqualTo(2);
  }

  @Test
  void only_admins_are_told() {
    assertThat(server.get(null, PATH).status()).isEqualTo(401);
    assertThat(server.get(server.user("eve@example.org"), PATH).status()).isEqualTo(403);
  }

  private JsonNode status() {
    var reply = server.get(server.adminToken(), PATH);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }
}
