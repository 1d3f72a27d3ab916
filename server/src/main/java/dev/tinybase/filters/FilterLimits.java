package dev.tinybase.filters;

/** How much one filter may hold, so that none is expensive to parse, compile or run. */
final class FilterLimits {
  static final int CONDITIONS = 100;
  static final int LEVELS = 8;
  static final int VALUES = 1_000;
  static final int ITEMS = 100;

  private int conditions;
  private int values;

  void condition(String place) {
    if (++conditions > CONDITIONS) {
      throw InvalidFilter.at(place, "a filter may hold at most " + CONDITIONS + " conditions");
    }
  }

  void values(String place, int count) {
    values += count;
    if (values > VALUES) {
      throw InvalidFilter.at(
          place, "the lists of a filter may hold at most " + VALUES + " values in all");
    }
  }

  void items(String place, int count) {
    if (count > ITEMS) {
      throw InvalidFilter.at(place, "takes at most " + ITEMS + " items");
    }
    values(place, count);
  }

  static void level(String place, int level) {
    if (level > LEVELS) {
      throw InvalidFilter.at(place, "a filter may nest at most " + LEVELS + " levels deep");
    }
  }
}
