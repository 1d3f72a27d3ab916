package dev.tinybase.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three kinds of schedule: their JSON, their moments, their words. */
class ScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          {"method":"once","date":"2026-12-24","time":"18:00"}|Once on 2026-12-24 at 18:00 (Europe/Berlin)
          {"method":"once","run_date":"2026-12-24","run_time":"18:00:30","timezone":"UTC"}|Once on 2026-12-24 at 18:00:30 (UTC)
          {"method":"interval","unit":"minutes","value":5}|Every 5 minutes
          {"method":"interval","unit":"days","value":1}|Every day
          {"method":"cron","cron":"0 3 * * MON-FRI","description":"nightly"}|At 03:00 on Monday to Friday (Europe/Berlin)
          """)
  void each_kind_is_read_and_described(String json, String words) {
    var schedule = Schedule.parse(Json.parse(json), BERLIN);
    assertThat(schedule.describe()).isEqualTo(words);
    assertThat(Schedule.parse(schedule.json(), ZoneId.of("UTC"))).isEqualTo(schedule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          []|schedule: must be an object with 'method', such as {"method": "cron", "cron": "0 3 * * *"}
          {}|schedule.method: must be once, interval or cron
          {"type":"cron","cron":"* * * * *"}|schedule.method: must be once, interval or cron
          {"method":"corn"}|schedule.method: must be once, interval or cron; did you mean 'cron'?
          {"method":"cron"}|schedule.cron: is missing
          {"method":"cron","cron":5}|schedule.cron: must be a text
          {"method":"cron","cron":"61 * * * *"}|schedule.cron: minute: '61' is not a number from 0 to 59
          {"method":"cron","cron":"* * * * *","timezon":"UTC"}|schedule.timezon: unknown key; did you mean 'timezone'?; there are method, cron, description, timezone
          {"method":"cron","cron":"* * * * *","timezone":"Europe/Berln"}|schedule.timezone: 'Europe/Berln' is no time zone; did you mean 'Europe/Berlin'?; write a name such as Europe/Berlin or UTC
          {"method":"cron","cron":"* * * * *","timezone":"+02:00"}|schedule.timezone: '+02:00' is no time zone; write a name such as Europe/Berlin or UTC
          {"method":"cron","cron":"* * * * *","description":5}|schedule.description: must be a text
          {"method":"interval","unit":"weeks","value":1}|schedule.unit: 'weeks' is no unit; there are seconds, minutes, hours and days
          {"method":"interval","unit":"days","value":0}|schedule.value: must be a whole number from 1 to 36525
          {"method":"interval","unit":"days","value":1.5}|schedule.value: must be a whole number from 1 to 36525
          {"method":"interval","unit":"seconds","value":99999999999999999999}|schedule.value: must be a whole number from 1 to 3155760000
          {"method":"interval","unit":"hours"}|schedule.value: must be a whole number from 1 to 876600
          {"method":"once","date":"2026-02-30","time":"18:00"}|schedule.date: '2026-02-30' is no date; write it as 2026-11-30
          {"method":"once","date":"2026-02-20","time":"6pm"}|schedule.time: '6pm' is no time of day; write it as 03:30 or 03:30:15
          {"method":"once","time":"18:00"}|schedule.date: is missing
          """)
  void what_is_wrong_is_told_with_its_field(String json, String message) {
    var problem = refused(json);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
    assertThat(problem.code()).isEqualTo("invalid_schedule");
    assertThat(
            problem.errors().stream()
                .map(error -> error.field() + ": " + error.message())
                .collect(Collectors.joining("\n")))
        .isEqualTo(message);
  }

  @Test
  void all_problems_come_at_once() {
    var problem = refused("{\"method\":\"cron\",\"cron\":\"x\",\"timezone\":\"y\",\"z\":1}");
    assertThat(problem.errors())
        .extracting(FieldError::field)
        .containsExactly("schedule.z", "schedule.timezone", "schedule.cron");
  }

  @Test
  void an_interval_never_drifts() {
    var every =
        Schedule.parse(
            Json.parse("{\"method\":\"interval\",\"unit\":\"minutes\",\"value\":5}"), BERLIN);
    assertThat(every.next(NOON, NOON)).contains(NOON.plusSeconds(300));
    assertThat(every.next(NOON, NOON.plusSeconds(301))).contains(NOON.plusSeconds(600));
    assertThat(every.next(NOON, NOON.minusSeconds(1))).contains(NOON);
    assertThat(every.next(NOON, NOON.minusSeconds(700))).contains(NOON.minusSeconds(600));
    assertThat(every.latest(NOON, NOON.plusSeconds(899))).contains(NOON.plusSeconds(600));
    assertThat(every.latest(NOON, NOON.plusSeconds(900))).contains(NOON.plusSeconds(900));
    assertThat(every.latest(NOON, NOON.plusSeconds(10))).contains(NOON);
    assertThat(every.latest(NOON, NOON.minusSeconds(1))).isEmpty();
  }

  @Test
  void once_comes_once() {
    var once =
        new Once(NOON.atZone(BERLIN).toLocalDate(), NOON.atZone(BERLIN).toLocalTime(), BERLIN);
    assertThat(once.next(NOON, NOON.minusNanos(1))).contains(NOON);
    assertThat(once.next(NOON, NOON)).isEmpty();
    assertThat(once.latest(NOON, NOON.plusSeconds(100))).contains(NOON);
  }

  private static Problem refused(String json) {
    var problem =
        catchThrowableOfType(Problem.class, () -> Schedule.parse(Json.parse(json), BERLIN));
    return java.util.Objects.requireNonNull(problem);
  }
}
