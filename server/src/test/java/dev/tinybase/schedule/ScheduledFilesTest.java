package dev.tinybase.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.TinyBase;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Schedules that stand in files of functions live with their files, without a restart. */
@ParameterizedClass
@EnumSource(Engine.class)
class ScheduledFilesTest {
  private final TestServer server;

  ScheduledFilesTest(Engine engine) {
    server = TestServer.start(engine);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_file_that_is_saved_runs_by_the_clock_until_it_is_deleted() throws IOException {
    save("@Scheduled(every = \"1s\")", "one");
    Eventually.until("a first run", () -> ended() > 0);
    var schedule = schedules().getFirst();
    assertThat(schedule.path("function_name").stringValue()).isEqualTo("beat");
    assertThat(schedule.path("source").stringValue()).isEqualTo("code");
    var id = schedule.path("id").stringValue();
    assertThat(runs(id).getFirst().path("function_name").stringValue()).isEqualTo("beat");

    Files.delete(server.functionsFolder().resolve("beat.java"));
    Eventually.until("the schedule is gone", () -> schedules().isEmpty());
    assertThat(server.get(server.adminToken(), "/api/admin/schedules/" + id).status())
        .isEqualTo(404);
    assertThat(ended()).isPositive();
    assertThat(jobs().getFirst().path("schedule_id").stringValue()).isEqualTo(id);
  }

  @Test
  void a_broken_file_leaves_the_schedule_of_its_last_good_version() throws IOException {
    save("@Scheduled(every = \"1s\")", "one");
    Eventually.until("a first run", () -> ended() > 0);
    var id = schedules().getFirst().path("id").stringValue();

    save("@Scheduled(cron = \"0 25 * * *\")", "two");
    Eventually.until("the error is told", () -> !failures().isEmpty());
    long before = ended();
    Eventually.until("a further run", () -> ended() > before);
    assertThat(schedules().getFirst().path("id").stringValue()).isEqualTo(id);
  }

  @Test
  void a_restart_keeps_what_was_said_of_a_schedule() throws IOException {
    save("@Scheduled(every = \"1h\")", "one");
    Eventually.until("the schedule", () -> schedules().size() == 1);
    var id = schedules().getFirst().path("id").stringValue();
    var paused =
        server.patch(server.adminToken(), "/api/admin/schedules/" + id, "{\"is_active\": false}");
    assertThat(paused.status()).as(paused.text()).isEqualTo(200);
    server.close();
    assertPaused(id);

    save("@Scheduled(every = \"1h\") broken", "one");
    assertPaused(id);

    Files.delete(server.functionsFolder().resolve("beat.java"));
    try (var tinybase = restarted()) {
      assertThat(tinybase.schedules().service().list(ScheduleFilter.ALL, 10, 0).total()).isZero();
    }
  }

  private void assertPaused(String id) {
    try (var tinybase = restarted()) {
      var kept = tinybase.schedules().service().get(UUID.fromString(id));
      assertThat(kept.isActive()).isFalse();
      assertThat(kept.functionName()).isEqualTo("beat");
    }
  }

  private TinyBase restarted() {
    var tinybase = TinyBase.open(server.tinybase().settings(), Clock.systemUTC());
    var _ = tinybase.functions().loader().reload();
    var _ = tinybase.schedules().loop().look();
    return tinybase;
  }

  @Test
  void a_changed_schedule_takes_the_place_of_the_old_one() throws IOException {
    save("@Scheduled(every = \"1h\")", "one");
    Eventually.until("the schedule", () -> schedules().size() == 1);
    save(
        "@Scheduled(cron = \"0 3 * * *\", zone = \"Europe/Berlin\") @Scheduled(every = \"1s\")",
        "two");
    Eventually.until("both schedules", () -> schedules().size() == 2);
    assertThat(schedules())
        .extracting(schedule -> schedule.path("schedule").path("method").stringValue())
        .containsExactlyInAnyOrder("cron", "interval");
    Eventually.until("a run", () -> ended() > 0);

    save("", "three");
    Eventually.until("no schedule", () -> schedules().isEmpty());
    assertThat(call()).isEqualTo("three");
  }

  private void save(String scheduled, String returned) throws IOException {
    Files.createDirectories(server.functionsFolder());
    var text =
        """
        import dev.tinybase.sdk.*;

        @Register(name = "beat")
        %s
        String beat(Context ctx) {
          return "%s";
        }
        """
            .formatted(scheduled, returned);
    Files.writeString(server.functionsFolder().resolve("beat.java"), text);
  }

  private String call() {
    return server
        .post(server.adminToken(), "/api/functions/beat", "{}")
        .json()
        .path("result")
        .asString();
  }

  private List<JsonNode> schedules() {
    return list("/api/admin/schedules", "schedules");
  }

  private List<JsonNode> runs(String id) {
    return list("/api/admin/schedules/" + id + "/runs", "runs");
  }

  private List<JsonNode> jobs() {
    return list("/api/admin/jobs?function_name=beat&status=succeeded", "jobs");
  }

  private List<JsonNode> failures() {
    return list("/api/admin/functions/failures", "failures");
  }

  private long ended() {
    return server
        .get(server.adminToken(), "/api/admin/jobs?function_name=beat&status=succeeded&limit=0")
        .json()
        .path("total")
        .longValue();
  }

  private List<JsonNode> list(String path, String name) {
    var reply = server.get(server.adminToken(), path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    var body = Json.parse(reply.text());
    return (body.isArray() ? body : body.path(name)).valueStream().toList();
  }
}
