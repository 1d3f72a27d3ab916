package dev.tinybase.records;

/** The names of fields that a caller may know of. */
final class Names {
  private static final int LONGEST = 64;

  private Names() {}

  /** A name from a request, short enough to come back in a message. */
  static String cut(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
  }
}
