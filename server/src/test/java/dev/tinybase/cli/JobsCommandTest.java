package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code jobs} on this folder's database, without a server. */
class JobsCommandTest {
  @TempDir Path directory;

  @BeforeEach
  void init() {
    assertThat(cli().run("init").code()).isZero();
  }

  @Test
  void a_job_waits_is_shown_cancelled_retried_and_deleted() {
    var made = cli().run("jobs", "enqueue", "add_numbers", "--data", "{\"x\": 1, \"y\": 2}");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).matches("add_numbers: job [0-9a-f-]{36}, queued\\.\n");
    var id = jobs().path(0).path("id").asString();
    assertThat(cli().run("jobs", "list").out())
        .containsPattern("CREATED +FUNCTION +STATUS +ATTEMPT")
        .containsPattern("add_numbers +queued +0/5");
    assertThat(cli().run("jobs", "show", id).out())
        .containsPattern("Payload +\\{\"x\":1,\"y\":2}")
        .containsPattern("Made by +job");
    assertThat(cli().run("jobs", "delete", id, "--yes").err()).contains("Cancel it first");
    assertThat(cli().run("jobs", "cancel", id).out())
        .isEqualTo(id + " of add_numbers: cancelled.\n");
    assertThat(cli().run("jobs", "list", "--status", "cancelled").out()).contains(id);
    assertThat(cli().run("jobs", "retry", id).out()).isEqualTo(id + " of add_numbers: queued.\n");
    cli().run("jobs", "cancel", id);
    assertThat(cli().run("jobs", "delete", id).code()).isEqualTo(2);
    assertThat(cli().run("jobs", "delete", id, "--yes").out()).isEqualTo("Deleted " + id + ".\n");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void every_option_of_enqueue_is_in_the_job() {
    var line = "jobs enqueue hello --in 1h --priority -2 --key daily --attempts 9 --json";
    var job = Json.parse(cli().run(line.split(" ")).out());
    assertThat(job.path("priority").intValue()).isEqualTo(-2);
    assertThat(job.path("unique_key").asString()).isEqualTo("daily");
    assertThat(job.path("max_attempts").intValue()).isEqualTo(9);
    assertThat(cli().run("jobs", "list", "--key", "daily").out())
        .containsPattern("in (1 h|59 min)");
    assertThat(Json.parse(cli().run(line.split(" ")).out())).isEqualTo(job);
    var at = cli().run("jobs", "enqueue", "hello", "--at", "2098-12-24T18:00:00Z");
    assertThat(at.out()).endsWith("queued, runs 2098-12-24.\n");
    assertThat(jobs()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | jobs enqueue helo                                  | did you mean 'hello'?",
        "1 | jobs enqueue add_numbers --data {\"x\":\"one\"}    | payload.x",
        "2 | jobs enqueue hello --data {                        | no JSON",
        "2 | jobs enqueue hello --in soon                       | 30s, 15m, 1h or 2d",
        "2 | jobs enqueue hello --in 1h --at 2098-12-24T18:00:00Z | use one",
        "1 | jobs enqueue hello --at tomorrow                   | run_at",
        "1 | jobs enqueue hello --attempts 0                    | max_attempts",
        "2 | jobs list --status faild                           | did you mean 'failed'?",
        "2 | jobs list --limit 0                                | --limit",
        "2 | jobs show 7                                        | 7",
        "1 | jobs show 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7     | no job",
        "1 | jobs retry 019ab3f2-7c1e-7d64-9a55-0f8f3ad1c2b7    | no job"
      })
  void what_makes_no_sense_is_refused(int code, String line, String told) {
    var result = cli().run(line.strip().split(" +"));
    assertThat(result.err()).contains(told).doesNotContain("Exception");
    assertThat(result.code()).isEqualTo(code);
    assertThat(jobs()).isEmpty();
  }

  private JsonNode jobs() {
    return Json.parse(cli().run("jobs", "list", "--json").out()).path("jobs");
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }
}
