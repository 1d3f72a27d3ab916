package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionsCallsCommandTest {
  private static final String BREAKS =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "breaks", description = "Fails", auth = Auth.PUBLIC)
      String breaks() {
        throw new FunctionException("no_tea", "two\\nlines and \\u001b[2J");
      }
      """;

  @TempDir Path directory;

  @BeforeEach
  void call() throws IOException {
    assertThat(cli().run("init").code()).isZero();
    Files.writeString(directory.resolve("functions").resolve("breaks.java"), BREAKS);
    assertThat(
            cli().run("functions", "run", "add_numbers", "--data", "{\"x\": 1, \"y\": 2}").code())
        .isZero();
    assertThat(cli().run("functions", "run", "breaks").code()).isEqualTo(1);
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }

  @Test
  void calls_are_listed_with_how_they_ended() {
    var all = cli().run("functions", "calls");
    assertThat(all.code()).as(all.err()).isZero();
    var lines = all.out().lines().toList();
    assertThat(lines.getFirst()).contains("STARTED", "FUNCTION", "STATUS", "MS", "ERROR", "ID");
    assertThat(lines.get(1))
        .contains("breaks", "failed", "FunctionException", "two lines and ?[2J");
    assertThat(lines.get(2)).contains("add_numbers", "succeeded");
    assertThat(lines).hasSize(3);
  }

  @Test
  void they_are_filtered_and_given_as_json() {
    assertThat(cli().run("functions", "calls", "--status", "failed").out())
        .contains("breaks")
        .doesNotContain("add_numbers");
    assertThat(cli().run("functions", "calls", "--limit", "1").out()).doesNotContain("add_numbers");
    var json = cli().run("functions", "calls", "--function", "add_numbers", "--json").out();
    var calls = Json.parse(json).path("calls");
    assertThat(calls.size()).isEqualTo(1);
    assertThat(calls.get(0).path("status").asString()).isEqualTo("succeeded");
  }

  @Test
  void what_makes_no_sense_is_refused() {
    assertThat(cli().run("functions", "calls", "--limit", "0").code()).isEqualTo(2);
    var status = cli().run("functions", "calls", "--status", "faild");
    assertThat(status.code()).isEqualTo(2);
    assertThat(status.err()).contains("running or succeeded or failed", "did you mean 'failed'?");
  }
}
