package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.Diagnostic;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ScheduledTest {
  @TempDir Path folder;
  private Calls calls;

  @BeforeEach
  void start() {
    calls = new Calls(folder);
  }

  @Test
  void a_function_carries_its_schedules_in_the_order_of_the_source() {
    var function =
        calls.function(
            """
            @Register(name = "f")
            @Scheduled(cron = "0 3 * * MON-FRI", zone = "Europe/Berlin")
            @Scheduled(every = "5m", overlap = Overlap.PARALLEL, maxParallel = 3,
                catchUp = CatchUp.ALL, catchUpLimit = 10, retries = 2, retryDelay = "1m",
                timeout = "2h", pauseAfterFailures = 4)
            @Scheduled(cron = "@daily")
            void f() {}
            """);

    var delay = Duration.ofSeconds(10);
    assertThat(function.signature().schedules())
        .containsExactly(
            new CodeSchedule(
                json("{'method':'cron','cron':'0 3 * * MON-FRI','timezone':'Europe/Berlin'}"),
                Overlap.SKIP,
                10,
                CatchUp.LATEST,
                100,
                0,
                delay,
                null,
                0),
            new CodeSchedule(
                json("{'method':'interval','unit':'minutes','value':5}"),
                Overlap.PARALLEL,
                3,
                CatchUp.ALL,
                10,
                2,
                Duration.ofMinutes(1),
                Duration.ofHours(2),
                4),
            new CodeSchedule(
                json("{'method':'cron','cron':'@daily'}"),
                Overlap.SKIP,
                10,
                CatchUp.LATEST,
                100,
                0,
                delay,
                null,
                0));
  }

  @ParameterizedTest
  @CsvSource({"30s, seconds, 30", "5m, minutes, 5", "2h, hours, 2", "1d, days, 1"})
  void an_interval_is_a_number_with_a_unit(String every, String unit, int value) {
    var function =
        calls.function(
            "@Register(name = \"f\") @Scheduled(every = \"%s\") void f() {}".formatted(every));

    assertThat(function.signature().schedules())
        .extracting(CodeSchedule::when)
        .containsExactly(
            Json.object().put("method", "interval").put("unit", unit).put("value", value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
                                                  | has @Scheduled with neither 'cron' nor 'every'; write one, such as cron = "0 3 * * *"
          cron = '@daily', every = '5m'           | has @Scheduled with both 'cron' and 'every'; write one
          every = '5m', zone = 'Europe/Berlin'    | has @Scheduled with 'every' and a zone
          every = '5'                             | is scheduled every '5'; write a number with s, m, h or d
          every = '0s'                            | is scheduled every '0s'
          every = '500ms'                         | is scheduled every '500ms'
          every = '5m', retryDelay = ''           | has retryDelay = '' in @Scheduled; it is a number with s, m or h
          every = '5m', timeout = '500ms'         | has timeout = '500ms' in @Scheduled
          """)
  void what_is_scheduled_wrongly_is_told_with_its_line(String elements, String message) {
    var given = elements == null ? "" : elements.replace('\'', '"');
    var text = "\n\n@Register(name = \"f\") @Scheduled(%s)\nvoid f() {}".formatted(given);

    assertThat(diagnostics(calls.files, calls.sources.compact("f", text)))
        .singleElement()
        .satisfies(it -> assertThat(it.message()).startsWith("The method f ").contains(message))
        .satisfies(it -> assertThat(it.file()).isEqualTo("f.java"))
        .satisfies(it -> assertThat(it.line()).isEqualTo(4));
  }

  @Test
  void whoever_knows_cron_texts_and_zones_may_refuse_them() {
    var unit =
        calls.sources.compact(
            "f", "\n@Register(name = \"f\") @Scheduled(cron = \"0 25 * * *\") void f() {}");
    try (var files =
        new FunctionFiles(
            Clock.systemUTC(),
            schedule -> Optional.of(schedule.when().path("cron").stringValue() + ": no hour 25"))) {
      assertThat(diagnostics(files, unit))
          .singleElement()
          .satisfies(it -> assertThat(it.line()).isEqualTo(2))
          .satisfies(it ->
              assertThat(it.message())
                  .isEqualTo("The method f has a wrong @Scheduled: 0 25 * * *: no hour 25"));
    }
  }

  @Test
  void a_schedule_without_a_function_is_told() {
    var text =
        """
        @Register(name = "f") void f() {}
        @Scheduled(every = "5m") void g() {}
        @Scheduled(every = "5m") @Scheduled(every = "6m") void h() {}
        """;

    assertThat(diagnostics(calls.files, calls.sources.compact("f", text)))
        .extracting(Diagnostic::message)
        .containsExactly(
            "The method g has @Scheduled without @Register, which makes it a function.",
            "The method h has @Scheduled without @Register, which makes it a function.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Context ctx",
        "Request request",
        "In in",
        "Object in",
        "Optional<String> in",
        "Optional<Needs> in",
        "Map<String, Integer> in"
      })
  void an_input_that_needs_nothing_can_be_scheduled(String parameter) {
    var function = calls.function(scheduled(parameter));

    assertThat(function.signature().schedules()).hasSize(1);
    function.check(new Input.Json(Json.object()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Needs in                       | number, text
          int in                         | in
          List<String> in                | in
          Choice in                      | type
          @NotEmpty Map<String, String> in | in
          """)
  void an_input_that_needs_values_cannot_be_scheduled(String parameter, String needed) {
    var unit = calls.sources.compact("f", scheduled(parameter));

    assertThat(diagnostics(calls.files, unit))
        .singleElement()
        .satisfies(it ->
            assertThat(it.message())
                .startsWith("The method f has @Scheduled but needs an input: " + needed + ";"));
  }

  private static String scheduled(String parameter) {
    return """
    record In(Optional<Integer> days, String text, List<Integer> numbers) {}
    record Needs(int number, @NotBlank String text, String other) {}
    sealed interface Choice {}
    record One() implements Choice {}
    @Register(name = "f") @Scheduled(every = "5m") void f(%s) {}
    """
        .formatted(parameter);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }

  private static List<Diagnostic> diagnostics(FunctionFiles files, CompileResult.Unit unit) {
    var failure = catchThrowableOfType(LoadFailure.class, () -> files.load(unit));
    assertThat(failure).as("refused").isNotNull();
    return failure.diagnostics();
  }
}
