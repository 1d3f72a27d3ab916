package dev.tinybase.schedule;

import java.time.DayOfWeek;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The days of a cron text: those of the month and those of the week. Where both are restricted, a
 * day is one of them, as in crontab.
 */
record CronDays(
    boolean everyDayOfMonth,
    List<Rule> daysOfMonth,
    boolean everyDayOfWeek,
    List<Rule> daysOfWeek) {
  /** Some days of a month. */
  sealed interface Rule {
    /** A bit for each day. */
    long days(YearMonth month);

    /** The days for people, after {@code on}. */
    String words();
  }

  /** Numbers of days. */
  record Numbers(CronField field) implements Rule {
    @Override
    public long days(YearMonth month) {
      return field.values();
    }

    @Override
    public String words() {
      return "day " + CronPattern.joined(field.words()) + " of the month";
    }
  }

  /** So many days before the last one. */
  record BeforeLast(int days) implements Rule {
    @Override
    public long days(YearMonth month) {
      return days < month.lengthOfMonth() ? 1L << (month.lengthOfMonth() - days) : 0;
    }

    @Override
    public String words() {
      return days == 0
          ? "the last day of the month"
          : "the day " + days + (days == 1 ? " day" : " days") + " before the last of the month";
    }
  }

  /** The weekday of the same month that is nearest to a day; day 0 is the last one. */
  record NearestWeekday(int day) implements Rule {
    @Override
    public long days(YearMonth month) {
      int length = month.lengthOfMonth();
      if (day > length) {
        return 0;
      }
      int near = day == 0 ? length : day;
      return 1L
          << switch (month.atDay(near).getDayOfWeek()) {
            case SATURDAY -> near > 1 ? near - 1 : near + 2;
            case SUNDAY -> near < length && day != 0 ? near + 1 : near - 2;
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> near;
          };
    }

    @Override
    public String words() {
      return day == 0
          ? "the last weekday of the month"
          : "the weekday nearest to day " + day + " of the month";
    }
  }

  /** Days of each week, Sunday being 0. */
  record Weekdays(CronField field) implements Rule {
    @Override
    public long days(YearMonth month) {
      long days = 0;
      int weekday = month.atDay(1).getDayOfWeek().getValue() % 7;
      for (int day = 1; day <= month.lengthOfMonth(); day++) {
        days |= field.has(weekday) ? 1L << day : 0;
        weekday = weekday == 6 ? 0 : weekday + 1;
      }
      return days;
    }

    @Override
    public String words() {
      return CronPattern.joined(field.words());
    }
  }

  /** One day of the week, the n-th of the month; n is 0 for the last one. */
  record NthWeekday(int weekday, int n) implements Rule {
    private static final List<String> ORDINALS =
        List.of("last", "first", "second", "third", "fourth", "fifth");

    @Override
    public long days(YearMonth month) {
      int length = month.lengthOfMonth();
      int first = 1 + Math.floorMod(weekday - month.atDay(1).getDayOfWeek().getValue(), 7);
      int day = n == 0 ? first + (length - first) / 7 * 7 : first + (n - 1) * 7;
      return day <= length ? 1L << day : 0;
    }

    @Override
    public String words() {
      var day = DayOfWeek.of(weekday == 0 ? 7 : weekday);
      var name = CronField.Unit.DAY_OF_WEEK.word(day.getValue() % 7);
      return "the " + ORDINALS.get(n) + " " + name + " of the month";
    }
  }

  CronDays {
    daysOfMonth = List.copyOf(daysOfMonth);
    daysOfWeek = List.copyOf(daysOfWeek);
  }

  /** A bit for each day of the month that belongs to it. */
  long in(YearMonth month) {
    long days = everyDayOfMonth && everyDayOfWeek ? -1L : 0;
    if (!everyDayOfMonth) {
      days |= union(daysOfMonth, month);
    }
    if (!everyDayOfWeek) {
      days |= union(daysOfWeek, month);
    }
    return days & (1L << (month.lengthOfMonth() + 1)) - 2;
  }

  private static long union(List<Rule> rules, YearMonth month) {
    long days = 0;
    for (var rule : rules) {
      days |= rule.days(month);
    }
    return days;
  }

  /** In words that follow those of the time of day. */
  String words() {
    var all = new ArrayList<String>();
    all.addAll(everyDayOfMonth ? List.of() : daysOfMonth.stream().map(Rule::words).toList());
    all.addAll(everyDayOfWeek ? List.of() : daysOfWeek.stream().map(Rule::words).toList());
    return all.isEmpty() ? "" : " on " + String.join(" or on ", all);
  }

  /** Reads both fields. */
  static CronDays parse(String month, String week) {
    return new CronDays(
        isAny(month),
        rules(CronField.Unit.DAY_OF_MONTH, month),
        isAny(week),
        rules(CronField.Unit.DAY_OF_WEEK, week));
  }

  private static boolean isAny(String text) {
    return text.equals("*") || text.equals("?") || text.equals("*/1");
  }

  private static List<Rule> rules(CronField.Unit unit, String text) {
    boolean ofMonth = unit == CronField.Unit.DAY_OF_MONTH;
    var rules = new ArrayList<Rule>();
    var plain = new ArrayList<String>();
    for (var part : text.toUpperCase(Locale.ROOT).split(",", -1)) {
      var rule = ofMonth ? ofMonth(part) : ofWeek(part);
      if (rule.isEmpty()) {
        plain.add(part);
      }
      rules.addAll(rule);
    }
    if (!plain.isEmpty()) {
      var field = CronField.parse(unit, String.join(",", plain));
      rules.addFirst(ofMonth ? new Numbers(field) : new Weekdays(field));
    }
    return rules;
  }

  /** {@code L}, {@code L-3}, {@code LW} and {@code 15W}. */
  private static List<Rule> ofMonth(String part) {
    var unit = CronField.Unit.DAY_OF_MONTH;
    if (part.equals("L")) {
      return List.of(new BeforeLast(0));
    }
    if (part.startsWith("L-")) {
      return List.of(new BeforeLast(before(part)));
    }
    if (part.equals("LW") || part.equals("WL")) {
      return List.of(new NearestWeekday(0));
    }
    return part.endsWith("W")
        ? List.of(new NearestWeekday(unit.value(part.substring(0, part.length() - 1))))
        : List.of();
  }

  private static int before(String part) {
    var number = part.substring(2);
    if (!number.matches("[0-9]{1,2}") || Integer.parseInt(number) > 30) {
      throw CronField.Unit.DAY_OF_MONTH.invalid(
          "'" + part + "' is not L, or L- and a number from 0 to 30");
    }
    return Integer.parseInt(number);
  }

  /** {@code 5L}, {@code FRIL} or {@code L5}, and {@code MON#3}. */
  private static List<Rule> ofWeek(String part) {
    var unit = CronField.Unit.DAY_OF_WEEK;
    int hash = part.indexOf('#');
    if (hash >= 0) {
      var n = part.substring(hash + 1);
      if (!n.matches("[1-5]")) {
        throw unit.invalid("after the # of '" + part + "' there is no number from 1 to 5");
      }
      return List.of(new NthWeekday(unit.value(part.substring(0, hash)), Integer.parseInt(n)));
    }
    if (part.equals("L")) {
      throw unit.invalid("write the day before L, such as FRIL for the last Friday of the month");
    }
    if (part.startsWith("L")) {
      return List.of(new NthWeekday(unit.value(part.substring(1)), 0));
    }
    return part.endsWith("L")
        ? List.of(new NthWeekday(unit.value(part.substring(0, part.length() - 1)), 0))
        : List.of();
  }
}
