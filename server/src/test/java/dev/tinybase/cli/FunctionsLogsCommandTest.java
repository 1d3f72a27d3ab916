package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.TinyBase;
import dev.tinybase.config.ConfigLoader;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionsLogsCommandTest {
  private static final Instant NOW = Instant.parse("2026-11-22T22:18:10.5Z");

  @TempDir Path directory;

  private final CallRecord.Ids ids = new CallRecord.Ids(Clock.systemUTC());
  private final UUID call = ids.next();

  @BeforeEach
  void init() {
    assertThat(cli().run("init").code()).isZero();
  }

  @Test
  void lines_are_shown_oldest_first_and_filtered() {
    put(
        line("hello", Level.INFO, Duration.ofHours(3), "old"),
        line("hello", Level.DEBUG, Duration.ofMinutes(2), "detail"),
        line("place_order", Level.ERROR, Duration.ofMinutes(1), "no tea"));
    assertThat(logs()).containsSubsequence("INFO    hello: old", "DEBUG", "ERROR   place_order");
    assertThat(logs("hello")).contains("old", "detail").doesNotContain("tea");
    assertThat(logs("--level", "warning")).contains("tea").doesNotContain("old", "detail");
    assertThat(logs("--since", "1h")).contains("detail", "tea").doesNotContain("old");
    assertThat(logs("-n", "1")).contains("tea").doesNotContain("detail");
    assertThat(logs("--call", call.toString())).contains("tea");
    assertThat(logs("--call", ids.next().toString())).isEmpty();
    var json = logs("--json", "-n", "1").lines().toList();
    assertThat(json).hasSize(1);
    assertThat(Json.parse(json.getFirst()).path("message").stringValue()).isEqualTo("no tea");
  }

  @Test
  void new_lines_are_followed_until_the_end() throws InterruptedException {
    put(line("hello", Level.INFO, Duration.ZERO, "before"));
    var out = new ByteArrayOutputStream();
    var shell = cli().shell(out, new ByteArrayOutputStream());
    var follower =
        Thread.ofPlatform().start(() -> Cli.run(shell, "functions", "logs", "-f", "hello"));
    Eventually.until("the last line is shown", () -> text(out).contains("before"));
    put(line("other", Level.INFO, Duration.ZERO, "not this"));
    put(line("hello", Level.INFO, Duration.ZERO, "after"));
    Eventually.until("the new line is shown", () -> text(out).contains("after"));
    follower.interrupt();
    assertThat(follower.join(Duration.ofSeconds(20))).isTrue();
    assertThat(text(out)).doesNotContain("not this");
    assertThat(text(out).lines()).hasSize(2);
  }

  @Test
  void the_lines_of_a_server_are_read_by_its_api() {
    try (var server = TestServer.start(Engine.SQLITE)) {
      var log = server.tinybase().history();
      log.line(call, "hello", line("hello", Level.INFO, Duration.ZERO, "far away").line());
      log.line(call, "other", line("other", Level.ERROR, Duration.ZERO, "very far").line());
      var remote =
          cli()
              .with("TINYBASE_API_URL", "http://127.0.0.1:" + server.port())
              .with("TINYBASE_API_TOKEN", server.adminToken());
      assertThat(remote.run("functions", "logs").out())
          .containsSubsequence("INFO    hello: far away", "ERROR   other: very far");
      var filtered =
          remote.run(
              "functions",
              "logs",
              "hello",
              "--level=info",
              "--since=1h",
              "--call=" + call,
              "--json");
      assertThat(filtered.out().lines()).hasSize(1);
      assertThat(filtered.out()).contains("far away");
    }
  }

  @Test
  void what_was_logged_cannot_command_the_terminal() {
    put(line("hello", Level.INFO, Duration.ZERO, "\u001b[2J\rtwo\nlines"));
    assertThat(logs()).contains("?[2J?two\n    lines").doesNotContain("\u001b", "\r");
  }

  @ParameterizedTest
  @CsvSource({"--since,yesterday", "--limit,1001", "--level,loud", "--call,1"})
  void what_makes_no_sense_is_refused(String option, String value) {
    assertThat(cli().run("functions", "logs", option, value).code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "30s, 2026-11-22T22:17:40.5Z",
    "15m, 2026-11-22T22:03:10.5Z",
    "1h, 2026-11-22T21:18:10.5Z",
    "2d, 2026-11-20T22:18:10.5Z",
    "999999d, 1970-01-01T00:00:00Z",
    "2026-01-01T00:00:00+01:00, 2025-12-31T23:00:00Z"
  })
  void a_moment_is_said_in_several_ways(String text, Instant moment) {
    assertThat(FunctionsLogsCommand.moment(text, NOW)).isEqualTo(moment);
    assertThatThrownBy(() -> FunctionsLogsCommand.moment("-" + text, NOW))
        .isInstanceOf(UsageError.class);
  }

  private record Line(String function, LogLine line) {}

  private static Line line(String function, Level level, Duration ago, String message) {
    return new Line(function, new LogLine(Instant.now().minus(ago), level, message));
  }

  /** As a server in the same folder does it. */
  private void put(Line... lines) {
    var settings =
        ConfigLoader.load(directory, Map.of("TINYBASE_AUTH_BCRYPT_COST", "4"), Map.of()).settings();
    try (var tinybase = TinyBase.open(settings, Clock.systemUTC())) {
      for (var line : lines) {
        tinybase.history().line(call, line.function(), line.line());
      }
    }
  }

  private String logs(String... options) {
    var arguments = new ArrayList<>(List.of("functions", "logs"));
    arguments.addAll(List.of(options));
    var result = cli().run(arguments.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return result.out();
  }

  private static String text(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8);
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }
}
