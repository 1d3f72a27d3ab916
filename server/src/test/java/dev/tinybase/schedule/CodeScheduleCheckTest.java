package dev.tinybase.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.functions.invoke.CodeSchedule;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import java.time.Duration;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class CodeScheduleCheckTest {
  private static final CodeScheduleCheck CHECK = new CodeScheduleCheck(ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"method": "cron", "cron": "0 3 * *"}                             | cron:
          {"method": "cron", "cron": "0 3 30 2 *"}                          | cron:
          {"method": "cron", "cron": "@daily", "timezone": "Mars/Olympus"}  | zone: 'Mars/Olympus' is no time zone
          {"method": "interval", "unit": "days", "value": 999999999}        | every: must be a whole number from 1 to
          """)
  void a_moment_that_cannot_be_is_told_in_the_annotations_words(String when, String problem) {
    assertThat(CHECK.problem(schedule((ObjectNode) Json.parse(when))).orElseThrow())
        .startsWith(problem);
  }

  @Test
  void policies_within_their_bounds_are_good() {
    assertThat(CHECK.problem(policies(1, 1, 0, Duration.ZERO, null, 0))).isEmpty();
    assertThat(
            CHECK.problem(
                policies(1000, 10_000, 20, Duration.ofHours(1), Duration.ofDays(1), 1000)))
        .isEmpty();
  }

  @Test
  void policies_out_of_their_bounds_are_told_all_at_once() {
    var problem =
        CHECK.problem(
            policies(0, 10_001, 21, Duration.ofSeconds(3601), Duration.ofHours(999_999_999), -1));
    assertThat(problem)
        .contains(
            "maxParallel: must be 1 to 1000, not 0; catchUpLimit: must be 1 to 10000, not 10001;"
                + " retries: must be 0 to 20, not 21; pauseAfterFailures: must be 0 to 1000, not"
                + " -1; the seconds of retryDelay: must be 0 to 3600, not 3601; the seconds of"
                + " timeout: must be 1 to 86400, not 3599999996400");
    assertThat(CHECK.problem(policies(1, 1, 0, Duration.ZERO, Duration.ZERO, 0)))
        .contains("the seconds of timeout: must be 1 to 86400, not 0");
  }

  private static CodeSchedule schedule(ObjectNode when) {
    return new CodeSchedule(
        when, Overlap.SKIP, 10, CatchUp.LATEST, 100, 0, Duration.ofSeconds(10), null, 0);
  }

  private static CodeSchedule policies(
      int parallel,
      int limit,
      int retries,
      Duration delay,
      @Nullable Duration timeout,
      int failures) {
    var when = Json.object().put("method", "interval").put("unit", "minutes").put("value", 5);
    return new CodeSchedule(
        when, Overlap.PARALLEL, parallel, CatchUp.ALL, limit, retries, delay, timeout, failures);
  }
}
