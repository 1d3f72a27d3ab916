package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.json.Json;
import dev.tinybase.schedule.NewSchedule;
import dev.tinybase.schedule.ScheduleFilter;
import dev.tinybase.schedule.ScheduleInfo;
import dev.tinybase.schedule.SchedulePolicy;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schedules on servers that run: by the wall clock, with real functions. */
class SchedulesTest {
  private static final String TICK =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "tick", auth = Auth.ADMIN)
      String tick(Context ctx) {
        return ctx.trigger() + " " + ctx.user().isEmpty();
      }
      """;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_schedule_runs_its_function_each_second_and_never_early(Engine engine) throws Exception {
    try (var server = TestServer.start(engine)) {
      save(server, "tick", TICK);
      var info = create(server);
      Eventually.until("it ran", () -> succeeded(server, info.id()).size() >= 3);
      var runs = succeeded(server, info.id());
      for (var job : runs) {
        var planned = Objects.requireNonNull(job.request().occurrence()).scheduledAt();
        var late = Duration.between(planned, Objects.requireNonNull(job.startedAt()));
        assertThat(late).isGreaterThanOrEqualTo(Duration.ZERO);
      }
      var call =
          server.get(server.adminToken(), "/api/admin/functions/calls/" + runs.getFirst().callId());
      assertThat(call.json().path("output").stringValue()).isEqualTo("SCHEDULE true");
      assertThat(call.json().path("trigger_id").stringValue()).isEqualTo(info.id().toString());
      assertThat(call.json().path("job_id").stringValue())
          .isEqualTo(runs.getFirst().id().toString());
      Eventually.until(
          "the schedule knows",
          () ->
              "succeeded"
                  .equals(server.tinybase().schedules().service().get(info.id()).lastStatus()));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_schedule_in_code_comes_and_goes_with_its_file(Engine engine) throws Exception {
    try (var server = TestServer.start(engine)) {
      save(server, "tick", TICK.replace("String tick", "@Scheduled(every = \"1s\")\nString tick"));
      Eventually.until("it is there", () -> all(server).size() == 1);
      var info = all(server).getFirst();
      assertThat(info.source()).isEqualTo("code");
      Eventually.until("it ran", () -> !succeeded(server, info.id()).isEmpty());
      save(server, "tick", "broken");
      int before = succeeded(server, info.id()).size();
      Eventually.until(
          "the old version goes on", () -> succeeded(server, info.id()).size() > before);
      Files.delete(server.functionsFolder().resolve("tick.java"));
      Eventually.until("it is gone", () -> all(server).isEmpty());
      assertThat(succeeded(server, info.id())).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void the_servers_own_tasks_are_schedules(Engine engine) {
    try (var server = TestServer.start(engine)) {
      var service = server.tinybase().schedules().service();
      var filter = new ScheduleFilter(null, null, null, JobFilter.Source.SYSTEM);
      Eventually.until("they are there", () -> service.list(filter, 100, 0).total() > 5);
      for (var task : service.list(filter, 100, 0).schedules()) {
        var job = service.run(task.id());
        Eventually.until(task.functionName(), () -> status(server, job) == Job.Status.SUCCEEDED);
      }
      assertThat(all(server)).isEmpty();
    }
  }

  private static Job.Status status(TestServer server, Job job) {
    return server.tinybase().jobs().find(job.id()).orElseThrow().status();
  }

  private static ScheduleInfo create(TestServer server) {
    Eventually.until(
        "the function is loaded",
        () -> server.tinybase().functions().registry().find("tick").isPresent());
    var second = Json.object().put("method", "interval").put("unit", "seconds").put("value", 1);
    return server
        .tinybase()
        .schedules()
        .service()
        .create(
            new NewSchedule(
                "s", "tick", second, Json.object(), true, SchedulePolicy.DEFAULT, null, null),
            null);
  }

  private static List<ScheduleInfo> all(TestServer server) {
    return server.tinybase().schedules().service().list(ScheduleFilter.ALL, 100, 0).schedules();
  }

  private static List<Job> succeeded(TestServer server, UUID schedule) {
    var filter = new JobFilter(Job.Status.SUCCEEDED, null, schedule, null, JobFilter.Source.ALL);
    return server.tinybase().jobs().list(filter, 100, 0, null, false).jobs();
  }

  private static void save(TestServer server, String name, String text) throws IOException {
    Files.createDirectories(server.functionsFolder());
    Files.writeString(server.functionsFolder().resolve(name + ".java"), text);
  }
}
