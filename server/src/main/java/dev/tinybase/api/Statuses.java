package dev.tinybase.api;

import io.helidon.http.Status;

/** Helidon's status for each code, made once. */
final class Statuses {
  private static final Status[] ALL = new Status[600];

  static {
    for (int code = 100; code < ALL.length; code++) {
      ALL[code] = Status.create(code);
    }
  }

  private Statuses() {}

  static Status of(int code) {
    return ALL[code];
  }

  static String phrase(int code) {
    return ALL[code].reasonPhrase();
  }
}
