package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code schedules} on this folder's database, without a server, and on a server. */
class SchedulesCommandTest {
  @TempDir Path directory;

  @BeforeEach
  void init() {
    assertThat(cli().run("init").code()).isZero();
  }

  @Test
  void a_schedule_is_made_listed_shown_paused_resumed_and_deleted() {
    var made = create("nightly", "--cron", "0 3 * * MON-FRI", "--zone", "Europe/Berlin");
    assertThat(made.out()).startsWith("nightly: ").contains("; runs in ");
    assertThat(made.err()).isEmpty();
    var list = cli().run("schedules", "list").out().lines().toList();
    assertThat(list.getFirst()).startsWith("NAME").contains("FUNCTION", "WHEN", "NEXT", "LAST");
    assertThat(list.get(1)).contains("nightly", "hello", "yes", "in ");
    assertThat(cli().run("schedules", "show", "nightly").out())
        .containsPattern("Function +hello")
        .containsPattern("Next run +20.*\\(in .*\\)")
        .containsPattern("Overlap +skip")
        .containsPattern("Last run +-");
    assertThat(cli().run("schedules", "pause", "nightly").out()).isEqualTo("nightly: paused.\n");
    assertThat(cli().run("schedules", "list", "--no-active").out()).contains("nightly");
    assertThat(cli().run("schedules", "list", "--active").out()).doesNotContain("nightly");
    assertThat(cli().run("schedules", "resume", "nightly").out())
        .startsWith("nightly: active, runs in ");
    assertThat(cli().run("schedules", "delete", "nightly").code()).isEqualTo(2);
    assertThat(cli().run("schedules", "delete", "nightly", "--yes").out())
        .isEqualTo("Deleted nightly.\n");
    assertThat(cli().run("schedules", "list").out().lines()).hasSize(1);
  }

  @Test
  void every_option_of_create_is_in_the_schedule() {
    var made =
        create(
            "poll",
            "--every",
            "5m",
            "--data",
            "{\"name\": \"Ada\"}",
            "--overlap",
            "parallel",
            "--max-parallel",
            "3",
            "--catch-up",
            "all",
            "--catch-up-limit",
            "7",
            "--retries",
            "2",
            "--retry-delay",
            "1m",
            "--timeout",
            "30s",
            "--pause-after-failures",
            "4",
            "--starts-at",
            "2098-01-01T00:00:00Z",
            "--ends-at",
            "2099-01-01T00:00:00Z",
            "--paused",
            "--json");
    var schedule = Json.parse(made.out());
    assertThat(schedule.at("/schedule/unit").asString()).isEqualTo("minutes");
    assertThat(schedule.at("/schedule/value").intValue()).isEqualTo(5);
    assertThat(schedule.at("/input_data/name").asString()).isEqualTo("Ada");
    assertThat(schedule.path("overlap").asString()).isEqualTo("parallel");
    assertThat(schedule.path("max_parallel").intValue()).isEqualTo(3);
    assertThat(schedule.path("catch_up").asString()).isEqualTo("all");
    assertThat(schedule.path("catch_up_limit").intValue()).isEqualTo(7);
    assertThat(schedule.path("retries").intValue()).isEqualTo(2);
    assertThat(schedule.path("retry_delay_seconds").intValue()).isEqualTo(60);
    assertThat(schedule.path("timeout_seconds").intValue()).isEqualTo(30);
    assertThat(schedule.path("pause_after_failures").intValue()).isEqualTo(4);
    assertThat(schedule.path("starts_at").asString()).startsWith("2098-01-01T00:00:00");
    assertThat(schedule.path("ends_at").asString()).startsWith("2099-01-01T00:00:00");
    assertThat(schedule.path("is_active").booleanValue()).isFalse();
    assertThat(cli().run("schedules", "show", "poll", "--json").out()).isEqualTo(made.out());
  }

  @Test
  void a_time_with_an_offset_is_the_moment_that_it_says() {
    create("party", "--at", "2098-12-24T18:00:00+01:00");
    create("dinner", "--at", "2098-12-24T18:00", "--zone", "Asia/Tokyo");
    var list = Json.parse(cli().run("schedules", "list", "--json").out()).path("schedules");
    assertThat(list.at("/0/next_run_at").asString()).startsWith("2098-12-24T09:00:00");
    assertThat(list.at("/1/next_run_at").asString()).startsWith("2098-12-24T17:00:00");
  }

  @Test
  void times_are_looked_at_before_they_are_saved() {
    var preview = cli().run("schedules", "preview", "--cron", "30 2 * * *", "--count", "2");
    assertThat(preview.code()).as(preview.err()).isZero();
    assertThat(preview.out().lines().toList()).hasSize(4);
    assertThat(preview.out()).contains("LOCAL", "FROM NOW", "T02:30:00", "in ");
    create("hourly", "--every", "1h");
    var json = cli().run("schedules", "preview", "hourly", "--json").out();
    assertThat(Json.parse(json).path("runs")).hasSize(5);
    assertThat(cli().run("schedules", "preview").code()).isEqualTo(2);
    assertThat(cli().run("schedules", "preview", "hourly", "--every", "1h").code()).isEqualTo(2);
  }

  @Test
  void a_run_by_hand_waits_for_a_server() {
    create("hourly", "--every", "1h");
    assertThat(cli().run("schedules", "run", "hourly").out())
        .matches("hourly: job [0-9a-f-]{36}\\.\n");
    var runs = cli().run("schedules", "runs", "hourly");
    assertThat(runs.out()).containsPattern("CREATED +FUNCTION +STATUS").contains("queued");
    assertThat(cli().run("schedules", "runs", "hourly", "--status", "failed").out().lines())
        .hasSize(1);
    var json = Json.parse(cli().run("schedules", "runs", "hourly", "--json").out());
    assertThat(json.path("total").intValue()).isEqualTo(1);
  }

  @Test
  void a_name_that_several_have_is_no_name() {
    create("twice", "--every", "1h");
    var second = Json.parse(create("twice", "--every", "2h", "--json").out());
    var shown = cli().run("schedules", "show", "twice");
    assertThat(shown.code()).isEqualTo(1);
    assertThat(shown.err()).contains("There are 2 schedules 'twice'", second.path("id").asString());
    assertThat(cli().run("schedules", "pause", second.path("id").asString()).out())
        .isEqualTo("twice: paused.\n");
    assertThat(cli().run("schedules", "show", "twise").err()).contains("did you mean 'twice'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | schedules create x --function hello                         | say when",
        "2 | schedules create x --every 1h                               | --function",
        "2 | schedules create x --function hello --every soon            | 30s, 15m, 1h or 2d",
        "2 | schedules create x --function hello --every 1h --cron @daily | use one",
        "2 | schedules create x --function hello --at tomorrow           | 2026-12-24T18:00",
        "2 | schedules create x --function hello --every 1h --overlap sikp | did you mean 'skip'?",
        "1 | schedules create x --function helo --every 1h               | did you mean 'hello'?",
        "1 | schedules create x --function hello --cron @dayly           | cron",
        "1 | schedules create x --function hello --every 1h --zone Mars  | time zone",
        "1 | schedules create x --function hello --at 2001-01-01T00:00   | past",
        "1 | schedules create x --function hello --every 1h --retries 21 | retries",
        "1 | schedules show nothing                                      | There is no schedule",
        "1 | schedules show 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7         | not found",
        "2 | schedules list --limit 0                                    | --limit",
        "2 | schedules list --source mine                                | user or system or all",
        "2 | schedules runs x --status faild                             | did you mean 'failed'?"
      })
  void what_makes_no_sense_is_refused(int code, String line, String told) {
    var result = cli().run(line.strip().split(" +"));
    assertThat(result.err()).contains(told).doesNotContain("Exception");
    assertThat(result.code()).isEqualTo(code);
  }

  @Test
  void a_server_is_worked_on_from_afar() throws IOException {
    try (var server = TestServer.start(Engine.SQLITE)) {
      Files.createDirectories(server.functionsFolder());
      Files.writeString(
          server.functionsFolder().resolve("beat.java"),
          """
          import dev.tinybase.sdk.*;

          @Register(name = "beat")
          String beat() {
            return "done";
          }
          """);
      server.tinybase().functions().loader().reload();
      var remote =
          cli()
              .with("TINYBASE_API_URL", "http://127.0.0.1:" + server.port())
              .with("TINYBASE_API_TOKEN", server.adminToken());
      var line = "schedules create far --function beat --every 1h";
      assertThat(remote.run(line.split(" ")).out()).startsWith("far: ");
      assertThat(remote.run("schedules", "run", "far").code()).isZero();
      Eventually.until(
          "it has run", () -> remote.run("schedules", "runs", "far").out().contains("succeeded"));
      assertThat(remote.run("schedules", "list").out()).containsPattern("far +beat .* succeeded");
      var refused = remote.run("schedules", "create", "", "--function", "beat", "--every", "1h");
      assertThat(refused.err()).contains("(422): body.name: ").doesNotContain("{");
      assertThat(cli().run("schedules", "list").out()).doesNotContain("far");
    }
  }

  private CommandLineRun.Result create(String name, String... options) {
    var line = new java.util.ArrayList<>(java.util.List.of("schedules", "create", name));
    line.addAll(java.util.List.of("--function", "hello"));
    line.addAll(java.util.List.of(options));
    var made = cli().run(line.toArray(String[]::new));
    assertThat(made.code()).as(made.err()).isZero();
    return made;
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }
}
