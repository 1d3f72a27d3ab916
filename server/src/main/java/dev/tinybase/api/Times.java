package dev.tinybase.api;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Where the server gets the time from.
 *
 * @param clock the time of day
 * @param nanos monotonic nanoseconds
 * @param idle how long a connection may wait for its next request
 */
record Times(Clock clock, LongSupplier nanos, Duration idle) {
  static Times system() {
    return new Times(Clock.systemUTC(), System::nanoTime, Duration.ofSeconds(75));
  }
}
