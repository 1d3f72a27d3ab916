package dev.tinybase.functions.worker.jvm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The server's clock, as far as it can be told from here: each call brings its time with it. */
final class ServerClock implements InstantSource {
  private final InstantSource own;
  private volatile Duration ahead = Duration.ZERO;

  ServerClock(InstantSource own) {
    this.own = own;
  }

  /** What the server's clock shows at this moment. */
  void set(Instant now) {
    ahead = Duration.between(own.instant(), now);
  }

  @Override
  public Instant instant() {
    return own.instant().plus(ahead);
  }
}
