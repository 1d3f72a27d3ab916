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
 * @param linger how long a client that still sends gets to see a reply that ends the connection
 */
record Times(Clock clock, LongSupplier nanos, Duration idle, Duration linger) {
  static Times system() {
    return new Times(
        Clock.systemUTC(), System::nanoTime, Duration.ofSeconds(75), Duration.ofSeconds(2));
  }
}
