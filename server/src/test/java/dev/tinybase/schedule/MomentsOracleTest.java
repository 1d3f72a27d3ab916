package dev.tinybase.schedule;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The moments of cron schedules, compared with a slow look at every fifth minute of ten years
 * (there are no others in these patterns): with the gap at midnight (Cairo, Sao Paulo), half an
 * hour (Lord Howe), a day that is missing (Apia) and two hours (Troll).
 */
class MomentsOracleTest {
  private static final Instant BEGIN = Instant.parse("2010-07-01T00:00:00Z");
  private static final Instant END = Instant.parse("2020-07-01T00:00:00Z");
  private static final int STEP = 300;

  /** What the patterns mean, written down a second time. */
  private static final Map<String, Predicate<LocalDateTime>> FIXED =
      Map.of(
          "30 2 * * *", time -> time.getHour() == 2 && time.getMinute() == 30,
          "0 0 * * *", time -> time.getHour() == 0 && time.getMinute() == 0,
          "0 */2 * * *", time -> time.getHour() % 2 == 0 && time.getMinute() == 0,
          "15,45 1-3 * * SUN",
              time ->
                  time.getHour() >= 1
                      && time.getHour() <= 3
                      && time.getMinute() % 30 == 15
                      && time.getDayOfWeek() == DayOfWeek.SUNDAY,
          "30 2 29 2 *", time -> at(time, 2, 30) && time.getMonthValue() == 2 && day(time) == 29,
          "0 0 31 * *", time -> at(time, 0, 0) && day(time) == 31,
          "30 2 LW * *", time -> at(time, 2, 30) && isLastWeekday(time),
          "0 1 13 * FRI#2",
              time ->
                  at(time, 1, 0)
                      && (day(time) == 13
                          || (time.getDayOfWeek() == DayOfWeek.FRIDAY
                              && day(time) >= 8
                              && day(time) <= 14)));

  private static final Map<String, Predicate<LocalDateTime>> HOURLY =
      Map.of(
          "*/15 * * * *", time -> time.getMinute() % 15 == 0,
          "30 * * * *", time -> time.getMinute() == 30,
          "5 * 31 * *", time -> time.getMinute() == 5 && day(time) == 31);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "America/New_York",
        "Europe/Berlin",
        "Europe/Kyiv",
        "Africa/Cairo",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "Africa/Casablanca",
        "Antarctica/Troll",
        "UTC"
      })
  void every_moment_of_ten_years_is_where_a_look_at_the_clock_finds_it(String name) {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var zone = ZoneId.of(name);
    expected(zone)
        .forEach((text, moments) -> {
          var cron = Cron.of(text, zone);
          assertThat(all(cron)).as(text).isEqualTo(moments);
          assertLatest(cron, moments, random);
        });
  }

  private static List<Instant> all(Schedule schedule) {
    var moments = new ArrayList<Instant>();
    var last = BEGIN;
    while (true) {
      var next = schedule.next(BEGIN, last).orElseThrow();
      assertThat(next.isAfter(last)).as("%s after %s", next, last).isTrue();
      if (!next.isBefore(END)) {
        return moments;
      }
      moments.add(next);
      last = next;
    }
  }

  private static void assertLatest(Schedule schedule, List<Instant> moments, Random random) {
    for (int i = 0; i < 20; i++) {
      int at = random.nextInt(moments.size() - 1);
      long space = moments.get(at).until(moments.get(at + 1)).toMillis();
      var until = moments.get(at).plusMillis(random.nextLong(space));
      assertThat(schedule.latest(BEGIN, until)).contains(moments.get(at));
    }
  }

  /** One walk through the years for all patterns. */
  private static Map<String, List<Instant>> expected(ZoneId zone) {
    var found = new LinkedHashMap<String, List<Instant>>();
    FIXED.keySet().forEach(text -> found.put(text, new ArrayList<>()));
    HOURLY.keySet().forEach(text -> found.put(text, new ArrayList<>()));
    var rules = zone.getRules();
    var offset = rules.getOffset(BEGIN);
    var change = rules.nextTransition(BEGIN);
    var shown = LocalDateTime.ofInstant(BEGIN, offset); // the latest time that the clock has shown
    for (long at = BEGIN.getEpochSecond() + STEP; at < END.getEpochSecond(); at += STEP) {
      if (change != null && at >= change.toEpochSecond()) {
        offset = change.getOffsetAfter();
        change = rules.nextTransition(change.getInstant());
      }
      var now = LocalDateTime.ofEpochSecond(at, 0, offset);
      for (var pattern : HOURLY.entrySet()) {
        if (pattern.getValue().test(now)) {
          requireNonNull(found.get(pattern.getKey())).add(Instant.ofEpochSecond(at));
        }
      }
      if (now.isAfter(shown)) {
        for (var pattern : FIXED.entrySet()) {
          if (isDue(pattern.getValue(), shown, now)) {
            requireNonNull(found.get(pattern.getKey())).add(Instant.ofEpochSecond(at));
          }
        }
        shown = now;
      }
    }
    return found;
  }

  /** Whether it is due at this minute or was at one that the clock has left out. */
  private static boolean isDue(
      Predicate<LocalDateTime> pattern, LocalDateTime shown, LocalDateTime now) {
    if (pattern.test(now)) {
      return true;
    }
    for (var t = shown.plusSeconds(STEP); t.isBefore(now); t = t.plusSeconds(STEP)) {
      if (pattern.test(t)) {
        return true;
      }
    }
    return false;
  }

  private static boolean at(LocalDateTime time, int hour, int minute) {
    return time.getHour() == hour && time.getMinute() == minute;
  }

  private static int day(LocalDateTime time) {
    return time.getDayOfMonth();
  }

  private static boolean isLastWeekday(LocalDateTime time) {
    if (isWeekend(time)) {
      return false;
    }
    var next = time.plusDays(1);
    while (isWeekend(next)) {
      next = next.plusDays(1);
    }
    return next.getMonth() != time.getMonth();
  }

  private static boolean isWeekend(LocalDateTime time) {
    return time.getDayOfWeek().getValue() > 5;
  }
}
