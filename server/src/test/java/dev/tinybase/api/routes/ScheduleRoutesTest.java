package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Schedules over HTTP. */
@ParameterizedClass
@EnumSource(Engine.class)
class ScheduleRoutesTest {
  private static final String SCHEDULES = "/api/admin/schedules";
  private static final String HOURLY =
      "'schedule': {'method': 'interval', 'unit': 'hours', 'value': 1}";
  private static final String FUNCTIONS =
      """
      import dev.tinybase.sdk.*;
      import java.util.Map;

      record Letter(String to) {}

      @Register(name = "beat", auth = Auth.ADMIN)
      Map<String, Object> beat(Context ctx, Map<String, Object> input) {
        return Map.of(
            "input", input,
            "trigger", ctx.trigger(),
            "at", ctx.job().orElseThrow().scheduledAt().toString(),
            "user", ctx.user().map(User::email).orElse("nobody"),
            "admin", ctx.isAdmin());
      }

      @Register(name = "in_code", auth = Auth.ADMIN)
      @Scheduled(cron = "0 3 * * MON-FRI", zone = "Europe/Berlin", retries = 2)
      void inCode() {}
      """;

  private final TestServer server;

  ScheduleRoutesTest(Engine engine) {
    server = TestServer.start(engine);
  }

  @BeforeEach
  void write_functions() throws IOException {
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve("beat.java"), FUNCTIONS);
    server.tinybase().functions().loader().reload();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_schedule_has_every_field_with_what_applies_where_nothing_is_said() {
    var reply = post("{'name': 'Hourly', 'function_name': 'beat', " + HOURLY + "}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    var made = reply.json();
    assertThat(reply.header("Location")).isEqualTo(SCHEDULES + "/" + text(made, "id"));
    var expected =
        """
        {"name": "Hourly", "function_name": "beat", "input_data": {}, "is_active": true,
         "overlap": "skip", "max_parallel": 10, "catch_up": "latest", "catch_up_limit": 100,
         "retries": 0, "retry_delay_seconds": 10, "timeout_seconds": null,
         "pause_after_failures": null, "starts_at": null, "ends_at": null, "source": "api",
         "last_run_at": null, "last_status": null, "consecutive_failures": 0,
         "paused_reason": null, "skipped_count": 0, "last_skipped_at": null}
        """;
    Json.parse(expected)
        .properties()
        .forEach(field ->
            assertThat(made.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
    assertThat(made.path("schedule").path("unit").asString()).isEqualTo("hours");
    assertThat(text(made, "description")).isNotBlank();
    assertThat(text(made, "created_by_user_id")).hasSize(36);
    var next = Instant.parse(text(made, "next_run_at"));
    assertThat(next).isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
    assertThat(get(SCHEDULES + "/" + text(made, "id"))).isEqualTo(made);
  }

  @Test
  void it_runs_at_its_times_as_nobody_with_an_admins_rights() {
    var made =
        made(
            "{'name': 'b', 'function_name': 'beat', 'input_data': {'x': 1},"
                + " 'schedule': {'method': 'interval', 'unit': 'seconds', 'value': 1}}");
    var path = SCHEDULES + "/" + text(made, "id");
    Eventually.until(
        "it has run twice",
        () -> get(path + "/runs?status=succeeded").path("total").intValue() >= 2);
    var run = get(path + "/runs?status=succeeded&limit=1").path("runs").path(0);
    assertThat(text(run, "schedule_id")).isEqualTo(text(made, "id"));
    assertThat(text(run, "trigger_type")).isEqualTo("schedule");
    var result = get(text(run, "result_at")).path("result");
    assertThat(result.at("/input/x").intValue()).isEqualTo(1);
    assertThat(text(result, "trigger")).isEqualTo("SCHEDULE");
    assertThat(text(result, "user")).isEqualTo("nobody");
    assertThat(result.path("admin").booleanValue()).isTrue();
    assertThat(Instant.parse(text(result, "at")))
        .isEqualTo(Instant.parse(text(run, "scheduled_at")));
    var schedule = get(path);
    assertThat(text(schedule, "last_status")).isEqualTo("succeeded");
    assertThat(text(schedule, "last_run_at")).endsWith("Z");
  }

  @Test
  void a_run_by_hand_is_a_job_of_the_schedule_also_of_a_paused_one() {
    var made = made("{'name': 'b', 'function_name': 'beat', 'is_active': false, " + HOURLY + "}");
    assertThat(made.path("next_run_at").isNull()).isTrue();
    var path = SCHEDULES + "/" + text(made, "id");
    var reply = server.send("POST", server.adminToken(), path + "/run", null);
    assertThat(reply.status()).isEqualTo(202);
    var job = "/api/admin/jobs/" + text(reply.json(), "id");
    Eventually.until("it has run", () -> text(get(job), "status").equals("succeeded"));
    var calls = get("/api/admin/functions/calls?trigger_type=schedule").path("calls");
    assertThat(calls).hasSize(1);
    assertThat(text(calls.path(0), "trigger_id")).isEqualTo(text(made, "id"));
    assertThat(text(calls.path(0), "job_id")).isEqualTo(text(reply.json(), "id"));
  }

  @Test
  void lists_are_by_name_and_filtered() {
    made("{'name': 'b', 'function_name': 'beat', " + HOURLY + "}");
    made("{'name': 'c', 'function_name': 'beat', 'is_active': false, " + HOURLY + "}");
    made("{'name': 'a', 'function_name': 'beat', " + HOURLY + "}");
    var list = get(SCHEDULES + "?function_name=beat");
    assertThat(list.path("schedules").valueStream().map(it -> text(it, "name")))
        .containsExactly("a", "b", "c");
    assertThat(list.path("total").intValue()).isEqualTo(3);
    assertThat(list.path("limit").intValue()).isEqualTo(100);
    assertThat(list.path("offset").intValue()).isZero();
    assertThat(get(SCHEDULES + "?is_active=false").path("total").intValue()).isEqualTo(1);
    assertThat(get(SCHEDULES + "?name=b").path("total").intValue()).isEqualTo(1);
    assertThat(get(SCHEDULES + "?function_name=none").path("total").intValue()).isZero();
    var page = get(SCHEDULES + "?function_name=beat&limit=1&offset=1");
    assertThat(text(page.path("schedules").path(0), "name")).isEqualTo("b");
    assertThat(page.path("total").intValue()).isEqualTo(3);
    assertThat(get(SCHEDULES + "?limit=0").path("schedules")).isEmpty();
  }

  @Test
  void a_change_changes_what_it_names_and_null_clears() {
    var path =
        SCHEDULES
            + "/"
            + text(
                made(
                    "{'name': 'b', 'function_name': 'beat', 'timeout_seconds': 5, 'pause_after_failures': 3,"
                        + " 'starts_at': '2098-01-01T00:00:00Z', 'ends_at': '2099-01-01T00:00:00Z', "
                        + HOURLY
                        + "}"),
                "id");
    var changed =
        patch(
            path,
            "{'name': 'n', 'input_data': {'y': 2}, 'overlap': 'parallel', 'max_parallel': 2,"
                + " 'catch_up': 'all', 'catch_up_limit': 9, 'retries': 4, 'retry_delay_seconds': 1,"
                + " 'timeout_seconds': null, 'pause_after_failures': null, 'starts_at': null,"
                + " 'ends_at': null}");
    assertThat(text(changed, "name")).isEqualTo("n");
    assertThat(changed.at("/input_data/y").intValue()).isEqualTo(2);
    assertThat(text(changed, "overlap")).isEqualTo("parallel");
    assertThat(changed.path("max_parallel").intValue()).isEqualTo(2);
    assertThat(text(changed, "catch_up")).isEqualTo("all");
    assertThat(changed.path("catch_up_limit").intValue()).isEqualTo(9);
    assertThat(changed.path("retries").intValue()).isEqualTo(4);
    for (var name :
        new String[] {"timeout_seconds", "pause_after_failures", "starts_at", "ends_at"}) {
      assertThat(changed.path(name).isNull()).as(name).isTrue();
    }
    assertThat(patch(path, "{}")).isEqualTo(get(path));
    var moved =
        patch(path, "{'schedule': {'method': 'once', 'date': '2098-02-01', 'time': '10:00'}}");
    assertThat(text(moved, "next_run_at")).startsWith("2098-02-01T10:00:00");
    assertThat(patch(path, "{'is_active': false}").path("next_run_at").isNull()).isTrue();
    assertThat(text(patch(path, "{'is_active': true}"), "next_run_at")).startsWith("2098-02-01");
  }

  @Test
  void what_will_come_is_told_before_and_after_it_is_made() {
    var times =
        "{'schedule': {'method': 'cron', 'cron': '30 2 * * *',"
            + " 'timezone': 'Europe/Berlin'}, 'count': 3}";
    var reply = server.post(server.adminToken(), SCHEDULES + "/preview", json(times));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("runs")).hasSize(3);
    assertThat(text(reply.json().path("runs").path(0), "local")).contains("T02:30:00+0");
    assertThat(text(reply.json().path("runs").path(0), "at")).endsWith("Z");
    assertThat(text(reply.json(), "description")).contains("Europe/Berlin");
    var made = made("{'name': 'b', 'function_name': 'beat', " + HOURLY + "}");
    var preview = get(SCHEDULES + "/" + text(made, "id") + "/preview?count=2");
    assertThat(preview.path("runs")).hasSize(2);
    assertThat(text(preview.path("runs").path(0), "at")).isEqualTo(text(made, "next_run_at"));
    assertThat(get(SCHEDULES + "/" + text(made, "id") + "/preview").path("runs")).hasSize(5);
  }

  @Test
  void a_deleted_schedule_leaves_its_runs() {
    var id = text(made("{'name': 'b', 'function_name': 'beat', " + HOURLY + "}"), "id");
    server.send("POST", server.adminToken(), SCHEDULES + "/" + id + "/run", null);
    assertThat(server.delete(server.adminToken(), SCHEDULES + "/" + id).status()).isEqualTo(204);
    assertThat(server.get(server.adminToken(), SCHEDULES + "/" + id).status()).isEqualTo(404);
    assertThat(get("/api/admin/jobs?schedule_id=" + id).path("total").intValue()).isEqualTo(1);
  }

  @Test
  void what_stands_in_code_can_be_paused_and_run_and_no_more() {
    Eventually.until(
        "it is there",
        () -> get(SCHEDULES + "?function_name=in_code").path("total").intValue() == 1);
    var schedule = get(SCHEDULES + "?function_name=in_code").path("schedules").path(0);
    assertThat(text(schedule, "source")).isEqualTo("code");
    assertThat(schedule.path("retries").intValue()).isEqualTo(2);
    var path = SCHEDULES + "/" + text(schedule, "id");
    for (var body : new String[] {"{'name': 'x'}", "{'is_active': false, 'retries': 1}"}) {
      var refused = server.patch(server.adminToken(), path, json(body));
      assertThat(refused.status()).isEqualTo(409);
      assertThat(text(refused.json(), "code")).isEqualTo("managed_elsewhere");
    }
    var deleted = server.delete(server.adminToken(), path);
    assertThat(text(deleted.json(), "code")).isEqualTo("managed_elsewhere");
    assertThat(patch(path, "{'is_active': false}").path("is_active").booleanValue()).isFalse();
    assertThat(server.send("POST", server.adminToken(), path + "/run", null).status())
        .isEqualTo(202);
  }

  @Test
  void the_servers_own_schedules_and_their_runs_are_shown_to_those_who_ask() {
    Eventually.until(
        "they are there", () -> get(SCHEDULES + "?source=system").path("total").intValue() > 0);
    assertThat(get(SCHEDULES).path("schedules").valueStream())
        .noneMatch(schedule -> text(schedule, "source").equals("system"));
    var own = get(SCHEDULES + "?source=system&limit=1").path("schedules").path(0);
    assertThat(text(own, "function_name")).startsWith("system.");
    assertThat(get(SCHEDULES + "?source=all").path("total").intValue())
        .isGreaterThan(get(SCHEDULES + "?source=system").path("total").intValue());
    var path = SCHEDULES + "/" + text(own, "id");
    var run = server.send("POST", server.adminToken(), path + "/run", null);
    assertThat(run.status()).isEqualTo(202);
    var job = "/api/admin/jobs/" + text(run.json(), "id");
    Eventually.until("it has run", () -> text(get(job), "status").equals("succeeded"));
    assertThat(get(job).path("result_at").isNull()).isTrue();
    assertThat(get(path + "/runs").path("total").intValue()).isPositive();
    assertThat(get("/api/admin/jobs").path("total").intValue()).isZero();
    assertThat(get("/api/admin/jobs?source=system").path("total").intValue()).isPositive();
    var refused = server.patch(server.adminToken(), path, json("{'retries': 1}"));
    assertThat(text(refused.json(), "code")).isEqualTo("managed_elsewhere");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?limit=1001", "?limit=-1", "?offset=-1", "?is_active=maybe", "?source=me", "/1"})
  void questions_that_make_no_sense_are_422(String query) {
    assertThat(server.get(server.adminToken(), SCHEDULES + query).status()).isEqualTo(422);
  }

  @Test
  void what_is_not_there_is_404_and_others_than_admins_see_nothing() {
    var nobody = SCHEDULES + "/" + UUID.randomUUID();
    for (var path : new String[] {nobody, nobody + "/runs", nobody + "/preview"}) {
      assertThat(server.get(server.adminToken(), path).status()).as(path).isEqualTo(404);
    }
    assertThat(server.send("POST", server.adminToken(), nobody + "/run", null).status())
        .isEqualTo(404);
    assertThat(server.patch(server.adminToken(), nobody, "{}").status()).isEqualTo(404);
    assertThat(server.delete(server.adminToken(), nobody).status()).isEqualTo(404);
    assertThat(server.get(null, SCHEDULES).status()).isEqualTo(401);
    assertThat(server.get(server.user("ada@example.org"), SCHEDULES).status()).isEqualTo(403);
  }

  private JsonNode made(String body) {
    var reply = post(body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  private TestServer.Reply post(String body) {
    return server.post(server.adminToken(), SCHEDULES, json(body));
  }

  private JsonNode patch(String path, String body) {
    var reply = server.patch(server.adminToken(), path, json(body));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode get(String path) {
    var reply = server.get(server.adminToken(), path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String text(JsonNode node, String member) {
    return node.path(member).asString();
  }
}
