package dev.tinybase.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tinybase.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What cron texts mean, and what is said of those that are none. */
class CronTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          */15 * * * *        | 01T00:15 01T00:30 01T00:45 01T01:00
          */10 * * * * *      | 01T00:00:10 01T00:00:20 01T00:00:30
          30 0 9 * * *        | 01T09:00:30 02T09:00:30
          0 3 * * MON-FRI     | 01T03:00 02T03:00 05T03:00
          0 0 * * fri-mon     | 02T00:00 03T00:00 04T00:00 05T00:00 09T00:00
          0 0 * * 5-7         | 02T00:00 03T00:00 04T00:00 09T00:00
          0 0 * * 0           | 04T00:00 11T00:00
          0 0 * * 7           | 04T00:00 11T00:00
          0 22-2 * * *        | 01T01:00 01T02:00 01T22:00 01T23:00 02T00:00
          10/25 6 * * *       | 01T06:10 01T06:35 02T06:10
          5-50/20 1,2 * * *   | 01T01:05 01T01:25 01T01:45 01T02:05
          0 0 13 * FRI        | 02T00:00 09T00:00 13T00:00 16T00:00
          0 0 ? * ?           | 02T00:00 03T00:00
          0 0 L * ?           | 31T00:00
          0 0 L-3 * ?         | 28T00:00
          0 0 LW * ?          | 30T00:00
          0 0 3W * ?          | 02T00:00
          0 0 4W * ?          | 05T00:00
          0 0 31W * ?         | 30T00:00
          0 0 * * MON#2       | 12T00:00
          0 0 * * FRIL        | 30T00:00
          0 0 * * 5L          | 30T00:00
          0 0 * * L5          | 30T00:00
          0 0 1,L * 3#3       | 21T00:00 31T00:00
          @hourly             | 01T01:00 01T02:00
          @Daily              | 02T00:00 03T00:00
          @weekly             | 04T00:00 11T00:00
          """)
  void a_text_names_its_times(String text, String times) {
    var pattern = CronPattern.parse(text);
    var found =
        Stream.iterate(pattern.next(january(1)), time -> pattern.next(time.orElseThrow()))
            .limit(times.split(" ").length)
            .map(time -> time.orElseThrow().toString().substring(8))
            .collect(Collectors.joining(" "));
    assertThat(found).isEqualTo(times);
  }

  @Test
  void the_rarest_day_is_found() {
    assertThat(CronPattern.parse("0 0 29 2 *").next(LocalDateTime.of(2096, 3, 1, 0, 0)))
        .contains(LocalDateTime.of(2104, 2, 29, 0, 0));
    assertThat(CronPattern.parse("0 0 ? 2 MON#5").next(LocalDateTime.of(2072, 3, 1, 0, 0)))
        .contains(LocalDateTime.of(2112, 2, 29, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          61 * * * *      | minute: '61' is not a number from 0 to 59
          * 24 * * *      | hour: '24' is not a number from 0 to 23
          * * 0 * *       | day of the month: '0' is not a number from 1 to 31
          * * * JUNE *    | month: 'JUNE' is not a number from 1 to 12 or a name such as JAN
          * * * * MO      | day of the week: 'MO' is not a number from 0 to 7 or a name such as SUN
          * * * * MON-    | day of the week: 'MON-' is not a range; write it as a-b
          1-2-3 * * * *   | minute: '1-2-3' is not a range; write it as a-b
          */0 * * * *     | minute: the step of '*/0' is not a number from 1 to 59
          */90 * * * *    | minute: the step of '*/90' is not a number from 1 to 59
          1,,2 * * * *    | minute: '' is not a number from 0 to 59
          -1 * * * *      | minute: '-1' is not a range; write it as a-b
          ? * * * *       | minute: ? stands for days only; write * for every minute
          0 0 L-40 * *    | day of the month: 'L-40' is not L, or L- and a number from 0 to 30
          0 0 XW * *      | day of the month: 'X' is not a number from 1 to 31
          0 0 * * MON#6   | day of the week: after the # of 'MON#6' there is no number from 1 to 5
          0 0 * * L       | day of the week: write the day before L, such as FRIL for the last Friday of the month
          0 0 30 2 *      | '0 0 30 2 *' never comes: no month has such a day
          0 0 31 4,6,9 ?  | '0 0 31 4,6,9 ?' never comes: no month has such a day
          @reboot         | '@reboot' is not known; there are @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually
          @dayly          | '@dayly' is not known; did you mean '@daily'?; there are @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually
          * * *           | '* * *' has 3 fields instead of 5 (minute, hour, day of the month, month, day of the week) or 6 (the second before them)
          """)
  void what_is_wrong_with_a_text_is_told_with_its_field(String text, String message) {
    assertThatExceptionOfType(CronPattern.Invalid.class)
        .isThrownBy(() -> CronPattern.parse(text))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          * * * * *           | Every minute
          */15 * * * *        | Every 15 minutes
          30 * * * *          | Every hour at minute 30
          @hourly             | Every hour
          0 */2 * * *         | Every 2 hours
          30 2 * * *          | At 02:30
          0 9,17 * * MON-FRI  | At 09:00 and 17:00 on Monday to Friday
          */5 8-18 * * *      | Every 5 minutes of hour 8 to 18
          0 8-18 * * *        | Hour 8 to 18
          */10 * * * * *      | Every 10 seconds
          30 0 9 * * *        | At 09:00:30
          0 0 L * *           | At 00:00 on the last day of the month
          0 0 15W JAN,JUN ?   | At 00:00 on the weekday nearest to day 15 of the month in January and June
          0 0 13 * FRI        | At 00:00 on day 13 of the month or on Friday
          0 0 * * MON#1       | At 00:00 on the first Monday of the month
          0 0 * * FRIL        | At 00:00 on the last Friday of the month
          """)
  void a_text_is_described_in_words(String text, String words) {
    assertThat(CronPattern.parse(text).describe()).isEqualTo(words);
  }

  /** The table by which the admin UI tests its own words, so that they mean what happens here. */
  @ParameterizedTest
  @MethodSource("toldByTheAdminUi")
  void what_the_admin_ui_says_of_a_text_stands_beside_what_it_does(
      String text, String words, String times) {
    var pattern = CronPattern.parse(text);
    assertThat(pattern.describe()).isEqualTo(words);
    var found =
        Stream.iterate(
                pattern.next(LocalDateTime.of(2026, 11, 27, 12, 0)),
                time -> pattern.next(time.orElseThrow()))
            .limit(times.split(" ").length)
            .map(time -> time.orElseThrow().toString())
            .collect(Collectors.joining(" "));
    assertThat(found).isEqualTo(times);
  }

  static Stream<Arguments> toldByTheAdminUi() throws IOException {
    var rows = Json.parse(Files.readString(Path.of("../admin/src/schedules/crons.json")));
    return rows.valueStream()
        .map(row ->
            Arguments.of(
                row.path("cron").asString(),
                row.path("english").asString(),
                row.path("next").asString()));
  }

  @Test
  void a_time_that_the_clock_skips_happens_once_right_after_the_gap() {
    var cron = Cron.of("30 2 * * *", ZoneId.of("Europe/Berlin"));
    var next = cron.next(Instant.EPOCH, Instant.parse("2026-03-28T12:00:00Z")).orElseThrow();
    assertThat(next).isEqualTo("2026-03-29T01:00:00Z");
    assertThat(cron.next(next, next)).contains(Instant.parse("2026-03-30T00:30:00Z"));
  }

  @Test
  void a_time_that_the_clock_shows_twice_happens_at_its_first_pass_only() {
    var cron = Cron.of("30 2 * * *", ZoneId.of("Europe/Berlin"));
    var next = cron.next(Instant.EPOCH, Instant.parse("2026-10-24T12:00:00Z")).orElseThrow();
    assertThat(next).isEqualTo("2026-10-25T00:30:00Z");
    assertThat(cron.next(next, next)).contains(Instant.parse("2026-10-26T01:30:00Z"));
    var inSecondPass = Instant.parse("2026-10-25T01:10:00Z");
    assertThat(cron.next(next, inSecondPass)).contains(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void a_pattern_of_seconds_goes_through_a_change_of_the_clock_second_by_second() {
    var cron = Cron.of("* * * * * *", ZoneId.of("Europe/Berlin"));
    var last = Instant.parse("2026-10-25T00:59:50Z");
    for (int i = 0; i < 20; i++) {
      var next = cron.next(last, last).orElseThrow();
      assertThat(next).isEqualTo(last.plus(Duration.ofSeconds(1)));
      last = next;
    }
  }

  private static LocalDateTime january(int day) {
    return LocalDateTime.of(2026, 1, day, 0, 0);
  }
}
