package dev.tinybase.bench;

import dev.tinybase.json.Json;

/**
 * What wrk counted. Times are in microseconds.
 *
 * @param socket connections that failed
 * @param timeout answers that took more than two seconds
 * @param status answers that were not of success
 */
record LoadResult(
    long requests,
    long micros,
    long p50,
    long p99,
    long max,
    long socket,
    long timeout,
    long status) {

  /** Parses the figures that our Lua scripts print. */
  static LoadResult parse(String json) {
    return Json.mapper().readValue(json, LoadResult.class);
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
