package dev.tinybase.http;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Where the server gets the time from, and bounds that nobody needs to configure.
 *
 * @param clock the time of day
 * @param nanos monotonic nanoseconds
 * @param idle how long a connection may wait for its next request
 * @param heartbeat how long a stream may be silent before it shows that it lives
 * @param linger how long a client that still sends gets to see a reply that ends the connection
 * @param mostActive requests in flight; more are answered 503
 * @param bodyBytes bytes of JSON bodies that are in memory at the same time; those for which there
 *     is no room wait, in the end for a 503
 * @param replyBytes the same for large replies
 */
public record Tuning(
    Clock clock,
    LongSupplier nanos,
    Duration idle,
    Duration heartbeat,
    Duration linger,
    int mostActive,
    long bodyBytes,
    long replyBytes) {
  public static Tuning system() {
    return new Tuning(
        Clock.systemUTC(),
        System::nanoTime,
        Duration.ofSeconds(75),
        Duration.ofSeconds(15),
        Duration.ofSeconds(2),
        2_000,
        Runtime.getRuntime().maxMemory() / 5,
        Runtime.getRuntime().maxMemory() / 8);
  }
}
