package dev.tinybase.bench;

import java.util.Locale;

/** A figure that we promise, beside the one that was reached. */
record Target(String name, String bound, double reached, boolean met) {
  static Target atMost(String name, double bound, double reached) {
    return new Target(name, "≤ " + number(bound), reached, reached <= bound);
  }

  static Target atLeast(String name, double bound, double reached) {
    return new Target(name, "≥ " + number(bound), reached, reached >= bound);
  }

  /** A row of the report's table. */
  String row() {
    return "| %s | %s | %s | %s |%n"
        .formatted(name, bound, number(reached), met ? "met" : "**missed**");
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value >= 100 || value == Math.rint(value) ? "%,.0f" : "%.2f", value);
  }
}
