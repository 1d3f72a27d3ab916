package dev.tinybase.schedule;

import static java.time.format.TextStyle.FULL;
import static java.util.Locale.ENGLISH;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The values of one field of a cron text.
 *
 * @param values a bit for each
 * @param every {@code n} where it is {@code *}{@code /n} alone (1 for {@code *}), else 0
 * @param words the values for people, one for each part between commas
 */
record CronField(Unit unit, long values, int every, List<String> words) {
  private static final List<String> MONTHS =
      Arrays.stream(Month.values()).map(month -> month.getDisplayName(FULL, ENGLISH)).toList();

  /** Sunday is the first one. */
  private static final List<String> DAYS =
      IntStream.range(0, 7)
          .mapToObj(day -> DayOfWeek.SUNDAY.plus(day).getDisplayName(FULL, ENGLISH))
          .toList();

  /** What a field counts. */
  enum Unit {
    SECOND("second", 0, 59),
    MINUTE("minute", 0, 59),
    HOUR("hour", 0, 23),
    DAY_OF_MONTH("day of the month", 1, 31),
    MONTH("month", 1, 12),
    DAY_OF_WEEK("day of the week", 0, 6);

    final String title;
    final int least;
    final int most;

    Unit(String title, int least, int most) {
      this.title = title;
      this.least = least;
      this.most = most;
    }

    private List<String> names() {
      return switch (this) {
        case MONTH -> MONTHS;
        case DAY_OF_WEEK -> DAYS;
        case SECOND, MINUTE, HOUR, DAY_OF_MONTH -> List.of();
      };
    }

    /** The number that a part of the text names. */
    int value(String text) {
      var names = names();
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).substring(0, 3).equalsIgnoreCase(text)) {
          return least + i;
        }
      }
      boolean isNumber =
          !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(Unit::isDigit);
      int number = isNumber ? Integer.parseInt(text) : -1;
      if (this == DAY_OF_WEEK && number == 7) {
        return 0;
      }
      if (number < least || number > most) {
        throw invalid("'" + text + "' is not " + allowed());
      }
      return number;
    }

    private static boolean isDigit(int c) {
      return c >= '0' && c <= '9';
    }

    private String allowed() {
      var numbers = "a number from " + least + " to " + (this == DAY_OF_WEEK ? 7 : most);
      var names = names();
      return names.isEmpty()
          ? numbers
          : numbers
              + " or a name such as "
              + names.getFirst().substring(0, 3).toUpperCase(Locale.ROOT);
    }

    /** The value for people. */
    String word(int value) {
      return names().isEmpty() ? Integer.toString(value) : names().get(value - least);
    }

    CronPattern.Invalid invalid(String what) {
      return new CronPattern.Invalid(title + ": " + what);
    }
  }

  CronField {
    words = List.copyOf(words);
  }

  /** Whether every value belongs to it. */
  boolean isAny() {
    return every == 1;
  }

  /** The least value. */
  int first() {
    return Long.numberOfTrailingZeros(values);
  }

  /** The least value that is not below; 64 where there is none. */
  int from(int value) {
    return Long.numberOfTrailingZeros(values & -1L << value);
  }

  boolean has(int value) {
    return (values >>> value & 1) != 0;
  }

  /** All values in order. */
  IntStream all() {
    return IntStream.rangeClosed(unit.least, unit.most).filter(this::has);
  }

  /** Reads values, ranges, steps and lists of them. */
  static CronField parse(Unit unit, String text) {
    long values = 0;
    int every = 0;
    var words = new ArrayList<String>();
    var parts = text.split(",", -1);
    for (var part : parts) {
      int slash = part.indexOf('/');
      int step = slash < 0 ? 1 : step(unit, part, part.substring(slash + 1));
      var range = slash < 0 ? part : part.substring(0, slash);
      boolean all = range.equals("*") || range.equals("?");
      var ends = all ? new int[] {unit.least, unit.most} : ends(unit, range, slash >= 0);
      values |= values(unit, ends[0], ends[1], step);
      every = parts.length == 1 && all ? step : 0;
      words.add(words(unit, ends[0], ends[1], step));
    }
    return new CronField(unit, values, every, words);
  }

  /** From the first to the last, or past the end and on from the least. */
  private static long values(Unit unit, int first, int last, int step) {
    int size = unit.most - unit.least + 1;
    long values = 0;
    for (int value = first; value <= (last < first ? last + size : last); value += step) {
      values |= 1L << (value > unit.most ? value - size : value);
    }
    return values;
  }

  private static int step(Unit unit, String part, String number) {
    int step = number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : 0;
    if (step < 1 || step > unit.most) {
      throw unit.invalid("the step of '" + part + "' is not a number from 1 to " + unit.most);
    }
    return step;
  }

  /** Both ends of a range; a value alone is its own, and one with a step goes on to the highest. */
  private static int[] ends(Unit unit, String range, boolean hasStep) {
    int dash = range.indexOf('-');
    if (dash < 0) {
      int value = unit.value(range);
      return new int[] {value, hasStep ? unit.most : value};
    }
    if (dash == 0 || dash == range.length() - 1 || range.indexOf('-', dash + 1) > 0) {
      throw unit.invalid("'" + range + "' is not a range; write it as a-b");
    }
    return new int[] {unit.value(range.substring(0, dash)), unit.value(range.substring(dash + 1))};
  }

  private static String words(Unit unit, int first, int last, int step) {
    var range = first == last ? unit.word(first) : unit.word(first) + " to " + unit.word(last);
    return step == 1 ? range : range + " in steps of " + step;
  }
}
