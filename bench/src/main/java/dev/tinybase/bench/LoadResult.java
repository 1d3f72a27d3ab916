package dev.tinybase.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What wrk counted. Times are in microseconds.
 *
 * @param socket connections that failed
 * @param timeout answers that took more than two seconds
 * @param status answers that were not of success
 */
record LoadResult(
    long requests, long micros, long p50, long p99, long max, long socket, long timeout, long status) {

  /** Parses the {@code RESULT} line that our Lua scripts print. */
  static LoadResult parse(String line) {
    var values =
        Arrays.stream(line.split(" "))
            .filter(word -> word.contains("="))
            .map(word -> word.split("="))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
    return new LoadResult(
        values.get("requests"),
        values.get("micros"),
        values.get("p50"),
        values.get("p99"),
        values.get("max"),
        values.get("socket"),
        values.get("timeout"),
        values.get("status"));
  }

  double perSecond() {
    return requests * 1e6 / micros;
  }

  /** This result, unless a request of it failed. */
  LoadResult checked(String name) {
    if (socket + timeout + status > 0 || requests == 0) {
      throw new IllegalStateException(name + ": not every answer was a success: " + this);
    }
    return this;
  }
}
